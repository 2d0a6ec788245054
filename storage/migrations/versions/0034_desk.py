"""Migration 0034: what the dispatcher's desk may write."""

from storage.migrations.script import run_sql

revision = "0034"
down_revision: str | None = "0033"


def upgrade() -> None:
    """Run sql/0034_desk.sql."""
    run_sql("0034_desk")
