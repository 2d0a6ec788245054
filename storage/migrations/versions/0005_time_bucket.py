"""Migration 0005: time bucket."""

from storage.migrations.script import run_sql

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Run sql/0005_time_bucket.sql."""
    run_sql("0005_time_bucket")
