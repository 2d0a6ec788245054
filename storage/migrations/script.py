"""What the numbered versions call: the SQL file of the same name, sent whole."""

from importlib.resources import files

from alembic import op


def run_sql(name: str) -> None:
    """Execute sql/`name`.sql on the migrating connection, as one multi-statement command."""
    text = files("storage.migrations").joinpath("sql", f"{name}.sql").read_text("utf-8")
    op.get_bind().exec_driver_sql(text, execution_options={"no_parameters": True})
