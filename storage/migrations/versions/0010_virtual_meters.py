"""Migration 0010: virtual meters."""

from storage.migrations.script import run_sql

revision = "0010"
down_revision: str | None = "0009"


def upgrade() -> None:
    """Run sql/0010_virtual_meters.sql."""
    run_sql("0010_virtual_meters")
