"""Migration 0002: telemetry."""

from storage.migrations.script import run_sql

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Run sql/0002_telemetry.sql."""
    run_sql("0002_telemetry")
