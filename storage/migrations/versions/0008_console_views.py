"""Migration 0008: console views."""

from storage.migrations.script import run_sql

revision = "0008"
down_revision: str | None = "0007"


def upgrade() -> None:
    """Run sql/0008_console_views.sql."""
    run_sql("0008_console_views")
