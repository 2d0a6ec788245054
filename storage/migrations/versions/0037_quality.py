"""Migration 0037: the console records meter swaps, and tries again what was refused."""

from storage.migrations.script import run_sql

revision = "0037"
down_revision: str | None = "0036"


def upgrade() -> None:
    """Run sql/0037_quality.sql."""
    run_sql("0037_quality")
