"""Numbered migrations: the SQL in sql/, run in order by Alembic (docs/decisions/0001-migrations.md)."""
