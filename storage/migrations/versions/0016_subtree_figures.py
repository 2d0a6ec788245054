"""Migration 0016: figures of subtrees."""

from storage.migrations.script import run_sql

revision = "0016"
down_revision: str | None = "0015"


def upgrade() -> None:
    """Run sql/0016_subtree_figures.sql."""
    run_sql("0016_subtree_figures")
