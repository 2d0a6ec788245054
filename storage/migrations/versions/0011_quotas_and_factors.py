"""Migration 0011: quotas and factors."""

from storage.migrations.script import run_sql

revision = "0011"
down_revision: str | None = "0010"


def upgrade() -> None:
    """Run sql/0011_quotas_and_factors.sql."""
    run_sql("0011_quotas_and_factors")
