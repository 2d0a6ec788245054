"""Migration 0021: services of vehicles."""

from storage.migrations.script import run_sql

revision = "0021"
down_revision: str | None = "0018"


def upgrade() -> None:
    """Run sql/0021_vehicle_services.sql."""
    run_sql("0021_vehicle_services")
