"""Migration 0017: targets from own weeks."""

from storage.migrations.script import run_sql

revision = "0017"
down_revision: str | None = "0016"


def upgrade() -> None:
    """Run sql/0017_own_weeks.sql."""
    run_sql("0017_own_weeks")
