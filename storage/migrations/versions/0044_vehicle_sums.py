"""Migration 0044: what vehicles drove and cost is kept by day and month."""

from storage.migrations.script import run_sql

revision = "0044"
down_revision: str | None = "0043"


def upgrade() -> None:
    """Run sql/0044_vehicle_sums.sql."""
    run_sql("0044_vehicle_sums")
