"""Migration 0004: alerting."""

from storage.migrations.script import run_sql

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Run sql/0004_alerting.sql."""
    run_sql("0004_alerting")
