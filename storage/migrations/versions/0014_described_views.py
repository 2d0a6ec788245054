"""Migration 0014: described views."""

from storage.migrations.script import run_sql

revision = "0014"
down_revision: str | None = "0013"


def upgrade() -> None:
    """Run sql/0014_described_views.sql."""
    run_sql("0014_described_views")
