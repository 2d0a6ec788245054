"""Migration 0020: alert rules see allowances."""

from storage.migrations.script import run_sql

revision = "0020"
down_revision: str | None = "0019"


def upgrade() -> None:
    """Run sql/0020_alerts_see_allowances.sql."""
    run_sql("0020_alerts_see_allowances")
