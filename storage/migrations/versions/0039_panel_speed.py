"""Migration 0039: what panels over every institution ask is answered fast."""

from storage.migrations.script import run_sql

revision = "0039"
down_revision: str | None = "0038"


def upgrade() -> None:
    """Run sql/0039_panel_speed.sql."""
    run_sql("0039_panel_speed")
