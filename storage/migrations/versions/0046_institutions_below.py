"""Migration 0046: an institution and all below it have a name in SQL."""

from storage.migrations.script import run_sql

revision = "0046"
down_revision: str | None = "0045"


def upgrade() -> None:
    """Run sql/0046_institutions_below.sql."""
    run_sql("0046_institutions_below")
