"""Migration 0028: outings, drivers, dispatch orders, duty of vehicles and daily checks."""

from storage.migrations.script import run_sql

revision = "0028"
down_revision: str | None = "0027"


def upgrade() -> None:
    """Run sql/0028_orders.sql."""
    run_sql("0028_orders")
