"""Migration 0024: digests and monthly reports by mail."""

from storage.migrations.script import run_sql

revision = "0024"
down_revision: str | None = "0023"


def upgrade() -> None:
    """Run sql/0024_reports.sql."""
    run_sql("0024_reports")
