"""Migration 0036: accounts, sessions, and the audit log."""

from storage.migrations.script import run_sql

revision = "0036"
down_revision: str | None = "0035"


def upgrade() -> None:
    """Run sql/0036_users.sql."""
    run_sql("0036_users")
