"""Migration 0035: devices behind a gateway that is away."""

from storage.migrations.script import run_sql

revision = "0035"
down_revision: str | None = "0034"


def upgrade() -> None:
    """Run sql/0035_gateway_away.sql."""
    run_sql("0035_gateway_away")
