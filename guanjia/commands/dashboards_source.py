"""`guanjia dashboards source`: the data source of one institution in Grafana."""

from pathlib import Path

import click
from psycopg.conninfo import make_conninfo

from config.settings import read_settings
from dashboards.grafana.institution import source_uid
from dashboards.grafana.server import SOURCE_UID, DataSource, Server
from storage.access import check_reach
from storage.database import connect

_APPLICATION = "guanjia-dashboards-source"
_SSL = click.Choice(["disable", "require", "verify-ca", "verify-full"])


@click.command()
@click.option("--institution", required=True, metavar="CODE", help="Of which; its dashboards will ask it.")
@click.option("--login", required=True, help="The login that sees this institution: see guanjia access.")
@click.option(
    "--password-file",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file with that login's password.",
)
@click.option("--address", help="HOST:PORT of the database as Grafana reaches it.  [of GUANJIA_DATABASE_URL]")
@click.option("--sslmode", type=_SSL, default="verify-full", show_default=True, help="How it is reached.")
@click.option(
    "--alone", is_flag=True, help=f"The organisation is the institution's own: the uid is {SOURCE_UID}."
)
def command(
    *, institution: str, login: str, password_file: Path, address: str | None, sslmode: str, alone: bool
) -> None:
    """Make a data source for CODE in Grafana, or give the one that is there another login or password.

    As the owner of the database: a login that could see anything but CODE and what is below it, however it
    asks, is refused, and so is a wrong password. The token needs the role Admin. Grafana keeps the password
    to itself; no dashboard has it.
    """
    settings = read_settings()
    password = password_file.read_text("utf-8").strip()
    with connect(settings.database, application=_APPLICATION) as connection:
        check_reach(connection, login, institution)
        where = connection.info
        host, port, name = where.host, where.port, where.dbname
    with connect(make_conninfo(settings.database, user=login, password=password), application=_APPLICATION):
        pass
    source = DataSource(
        uid=SOURCE_UID if alone else source_uid(institution),
        name="guanjia" if alone else f"guanjia {institution}",
        address=address or f"{host}:{port}",
        database=name,
        login=login,
        password=password,
        sslmode=sslmode,
    )
    is_new = Server(settings.grafana_url, settings.secret_of_grafana).save_source(source)
    click.echo(f"{source.uid}: {'made' if is_new else 'changed'}, asks {source.address} as {login}")
