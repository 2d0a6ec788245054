"""Migration 0001: registry."""

from storage.migrations.script import run_sql

revision = "0001"
down_revision: str | None = None


def upgrade() -> None:
    """Run sql/0001_registry.sql."""
    run_sql("0001_registry")
