"""Migration 0018: alerts of many kinds."""

from storage.migrations.script import run_sql

revision = "0018"
down_revision: str | None = "0017"


def upgrade() -> None:
    """Run sql/0018_alert_rules.sql."""
    run_sql("0018_alert_rules")
