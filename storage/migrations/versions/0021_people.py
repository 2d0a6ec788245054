"""Migration 0021: who is told, when, by which channel."""

from storage.migrations.script import run_sql

revision = "0021"
down_revision: str | None = "0020"


def upgrade() -> None:
    """Run sql/0021_people.sql."""
    run_sql("0021_people")
