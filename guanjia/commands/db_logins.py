"""`guanjia db logins`: make the logins of the processes."""

from pathlib import Path

import click

from config.settings import read_settings
from storage.database import connect
from storage.logins import make_logins


@click.command()
@click.option(
    "--dir",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the password files stand, or are made.",
)
def command(folder: Path) -> None:
    """Make a login with least rights for each process, its password in DIR/<role>.password (0600).

    Passwords that are there are kept; running it again changes none.
    """
    with connect(read_settings().database, application="guanjia-db") as connection:
        made = make_logins(connection, folder)
    for role, login in made.items():
        click.echo(f"{login.user} ({role}): {folder / f'{role}.password'}")
