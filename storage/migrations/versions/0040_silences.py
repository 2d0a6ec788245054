"""Migration 0040: silences have a view, and the console ends them."""

from storage.migrations.script import run_sql

revision = "0040"
down_revision: str | None = "0039"


def upgrade() -> None:
    """Run sql/0040_silences.sql."""
    run_sql("0040_silences")
