"""Migration 0037: what the dispatcher's desk may write."""

from storage.migrations.script import run_sql

revision = "0037"
down_revision: str | None = "0034"


def upgrade() -> None:
    """Run sql/0037_desk.sql."""
    run_sql("0037_desk")
