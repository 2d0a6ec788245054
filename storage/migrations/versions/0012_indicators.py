"""Migration 0012: indicators."""

from storage.migrations.script import run_sql

revision = "0012"
down_revision: str | None = "0011"


def upgrade() -> None:
    """Run sql/0012_indicators.sql."""
    run_sql("0012_indicators")
