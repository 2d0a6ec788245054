"""Migration 0015: allowances."""

from storage.migrations.script import run_sql

revision = "0015"
down_revision: str | None = "0014"


def upgrade() -> None:
    """Run sql/0015_allowances.sql."""
    run_sql("0015_allowances")
