"""Migration 0036: devices behind a gateway that is away."""

from storage.migrations.script import run_sql

revision = "0036"
down_revision: str | None = "0035"


def upgrade() -> None:
    """Run sql/0036_gateway_away.sql."""
    run_sql("0036_gateway_away")
