"""Migration 0009: stale hour queue."""

from storage.migrations.script import run_sql

revision = "0009"
down_revision: str | None = "0008"


def upgrade() -> None:
    """Run sql/0009_stale_hour_queue.sql."""
    run_sql("0009_stale_hour_queue")
