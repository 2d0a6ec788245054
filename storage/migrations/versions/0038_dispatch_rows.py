"""Migration 0038: orders have their id in the view, duty of vehicles has a view."""

from storage.migrations.script import run_sql

revision = "0038"
down_revision: str | None = "0037"


def upgrade() -> None:
    """Run sql/0038_dispatch_rows.sql."""
    run_sql("0038_dispatch_rows")
