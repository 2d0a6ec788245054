"""Migration 0045: a device is asked for its connection only where somebody wants to know."""

from storage.migrations.script import run_sql

revision = "0045"
down_revision: str | None = "0044"


def upgrade() -> None:
    """Run sql/0045_asked_devices.sql."""
    run_sql("0045_asked_devices")
