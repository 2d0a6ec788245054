"""Migration 0013: balance views."""

from storage.migrations.script import run_sql

revision = "0013"
down_revision: str | None = "0012"


def upgrade() -> None:
    """Run sql/0013_balance_views.sql."""
    run_sql("0013_balance_views")
