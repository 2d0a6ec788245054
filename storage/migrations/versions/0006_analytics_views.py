"""Migration 0006: analytics views."""

from storage.migrations.script import run_sql

revision = "0006"
down_revision: str | None = "0005"


def upgrade() -> None:
    """Run sql/0006_analytics_views.sql."""
    run_sql("0006_analytics_views")
