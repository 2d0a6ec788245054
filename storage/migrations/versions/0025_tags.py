"""Migration 0025: tags of devices, meters and vehicles."""

from storage.migrations.script import run_sql

revision = "0025"
down_revision: str | None = "0024"


def upgrade() -> None:
    """Run sql/0025_tags.sql."""
    run_sql("0025_tags")
