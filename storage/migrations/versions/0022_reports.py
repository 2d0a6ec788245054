"""Migration 0022: digests and monthly reports by mail."""

from storage.migrations.script import run_sql

revision = "0022"
down_revision: str | None = "0019"


def upgrade() -> None:
    """Run sql/0022_reports.sql."""
    run_sql("0022_reports")
