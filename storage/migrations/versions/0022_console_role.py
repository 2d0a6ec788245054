"""Migration 0022: the console's own role."""

from storage.migrations.script import run_sql

revision = "0022"
down_revision: str | None = "0021"


def upgrade() -> None:
    """Run sql/0022_console_role.sql."""
    run_sql("0022_console_role")
