"""Migration 0041: a day keeps the amounts of its night's hours."""

from storage.migrations.script import run_sql

revision = "0041"
down_revision: str | None = "0040"


def upgrade() -> None:
    """Run sql/0041_night_amounts.sql."""
    run_sql("0041_night_amounts")
