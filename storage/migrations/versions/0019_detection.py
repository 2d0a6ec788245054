"""Migration 0019: leaks and unusual days."""

from storage.migrations.script import run_sql

revision = "0019"
down_revision: str | None = "0018"


def upgrade() -> None:
    """Run sql/0019_detection.sql."""
    run_sql("0019_detection")
