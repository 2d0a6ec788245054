"""Migration 0033: tokens of the API."""

from storage.migrations.script import run_sql

revision = "0033"
down_revision: str | None = "0032"


def upgrade() -> None:
    """Run sql/0033_api_tokens.sql."""
    run_sql("0033_api_tokens")
