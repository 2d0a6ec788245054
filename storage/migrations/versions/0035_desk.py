"""Migration 0035: what the dispatcher's desk may write."""

from storage.migrations.script import run_sql

revision = "0035"
down_revision: str | None = "0034"


def upgrade() -> None:
    """Run sql/0035_desk.sql."""
    run_sql("0035_desk")
