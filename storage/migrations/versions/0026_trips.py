"""Migration 0026: trips and stops of vehicles."""

from storage.migrations.script import run_sql

revision = "0026"
down_revision: str | None = "0025"


def upgrade() -> None:
    """Run sql/0026_trips.sql."""
    run_sql("0026_trips")
