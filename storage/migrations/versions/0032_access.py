"""Migration 0032: who sees what."""

from storage.migrations.script import run_sql

revision = "0032"
down_revision: str | None = "0031"


def upgrade() -> None:
    """Run sql/0032_access.sql."""
    run_sql("0032_access")
