"""Migration 0031: alarms of vehicle terminals."""

from storage.migrations.script import run_sql

revision = "0031"
down_revision: str | None = "0030"


def upgrade() -> None:
    """Run sql/0031_terminal_alarms.sql."""
    run_sql("0031_terminal_alarms")
