"""Migration 0020: who is told, when, by which channel."""

from storage.migrations.script import run_sql

revision = "0020"
down_revision: str | None = "0019"


def upgrade() -> None:
    """Run sql/0020_people.sql."""
    run_sql("0020_people")
