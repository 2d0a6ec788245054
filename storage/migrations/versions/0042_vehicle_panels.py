"""Migration 0042: panels about vehicles, mails and unusual days are answered fast."""

from storage.migrations.script import run_sql

revision = "0042"
down_revision: str | None = "0041"


def upgrade() -> None:
    """Run sql/0042_vehicle_panels.sql."""
    run_sql("0042_vehicle_panels")
