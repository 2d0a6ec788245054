"""Migration 0023: the console's own role."""

from storage.migrations.script import run_sql

revision = "0023"
down_revision: str | None = "0019"


def upgrade() -> None:
    """Run sql/0023_console_role.sql."""
    run_sql("0023_console_role")
