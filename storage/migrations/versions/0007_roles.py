"""Migration 0007: roles."""

from storage.migrations.script import run_sql

revision = "0007"
down_revision: str | None = "0006"


def upgrade() -> None:
    """Run sql/0007_roles.sql."""
    run_sql("0007_roles")
