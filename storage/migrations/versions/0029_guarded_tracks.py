"""Migration 0029: places of some vehicles are for a named role only."""

from storage.migrations.script import run_sql

revision = "0029"
down_revision: str | None = "0028"


def upgrade() -> None:
    """Run sql/0029_guarded_tracks.sql."""
    run_sql("0029_guarded_tracks")
