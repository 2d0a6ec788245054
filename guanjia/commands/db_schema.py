"""`guanjia db migrate` and `status`: bring the database to the current schema, say where it stands."""

import click
import psycopg
from rich.console import Console
from rich.table import Table

from config.settings import read_settings
from storage import schema
from storage.database import connect


@click.command()
def migrate() -> None:
    """Apply the migrations that are missing; running it again changes nothing."""
    steps = schema.migrate(_connection)
    for step in steps:
        click.echo(f"applied {step.number} {step.name}")
    if not steps:
        click.echo("nothing to apply: the schema is current")


@click.command()
def status() -> None:
    """List the migrations and which of them this database has."""
    table = Table("number", "migration", "applied")
    for step in schema.status(_connection):
        table.add_row(step.number, step.name, "yes" if step.applied else "no")
    Console().print(table)


def _connection() -> psycopg.Connection:
    return connect(read_settings().database, application="guanjia-db")
