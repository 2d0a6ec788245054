"""Migration 0043: messages about alerts say by name to whom they went."""

from storage.migrations.script import run_sql

revision = "0043"
down_revision: str | None = "0042"


def upgrade() -> None:
    """Run sql/0043_recipients.sql."""
    run_sql("0043_recipients")
