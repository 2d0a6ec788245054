"""`guanjia db`: bring the database to the current schema, say where it stands, make its logins."""

from pathlib import Path

import click
import psycopg
from rich.console import Console
from rich.table import Table

from config.settings import read_settings
from storage import schema
from storage.database import connect
from storage.logins import make_logins


@click.group()
def command() -> None:
    """Migrate the database GUANJIA_DATABASE_URL names, as its owner, and make its logins."""


@command.command()
def migrate() -> None:
    """Apply the migrations that are missing; running it again changes nothing."""
    steps = schema.migrate(_connection)
    for step in steps:
        click.echo(f"applied {step.number} {step.name}")
    if not steps:
        click.echo("nothing to apply: the schema is current")


@command.command()
def status() -> None:
    """List the migrations and which of them this database has."""
    table = Table("number", "migration", "applied")
    for step in schema.status(_connection):
        table.add_row(step.number, step.name, "yes" if step.applied else "no")
    Console().print(table)


@command.command()
@click.option(
    "--dir",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the password files stand, or are made.",
)
def logins(folder: Path) -> None:
    """Make a login with least rights for each process, its password in DIR/<role>.password (0600).

    Passwords that are there are kept; running it again changes none.
    """
    with _connection() as connection:
        made = make_logins(connection, folder)
    for role, login in made.items():
        click.echo(f"{login.user} ({role}): {folder / f'{role}.password'}")


def _connection() -> psycopg.Connection:
    return connect(read_settings().database, application="guanjia-db")
