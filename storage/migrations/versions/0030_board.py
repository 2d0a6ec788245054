"""Migration 0030: what the dispatcher's board shows."""

from storage.migrations.script import run_sql

revision = "0030"
down_revision: str | None = "0029"


def upgrade() -> None:
    """Run sql/0030_board.sql."""
    run_sql("0030_board")
