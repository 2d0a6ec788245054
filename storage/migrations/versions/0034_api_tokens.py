"""Migration 0034: tokens of the API."""

from storage.migrations.script import run_sql

revision = "0034"
down_revision: str | None = "0031"


def upgrade() -> None:
    """Run sql/0034_api_tokens.sql."""
    run_sql("0034_api_tokens")
