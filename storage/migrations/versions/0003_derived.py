"""Migration 0003: derived."""

from storage.migrations.script import run_sql

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Run sql/0003_derived.sql."""
    run_sql("0003_derived")
