"""Migration 0023: services of vehicles."""

from storage.migrations.script import run_sql

revision = "0023"
down_revision: str | None = "0022"


def upgrade() -> None:
    """Run sql/0023_vehicle_services.sql."""
    run_sql("0023_vehicle_services")
