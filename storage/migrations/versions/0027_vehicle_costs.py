"""Migration 0027: costs of vehicles."""

from storage.migrations.script import run_sql

revision = "0027"
down_revision: str | None = "0026"


def upgrade() -> None:
    """Run sql/0027_vehicle_costs.sql."""
    run_sql("0027_vehicle_costs")
