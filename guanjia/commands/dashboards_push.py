"""`guanjia dashboards push` and `diff`: a Grafana beside what the panels say."""

import sys
from collections.abc import Sequence

import click

from config.settings import read_settings
from dashboards.grafana.dashboard import Folder
from dashboards.grafana.institution import source_uid
from dashboards.grafana.publishing import Report, compared, pushed
from dashboards.grafana.server import SOURCE_UID, Server
from dashboards.grafana.standing import Standing
from guanjia.commands.dashboards_which import institution_option, which
from models.errors import ConfigError


@click.command()
@institution_option
def diff(institution: str | None) -> None:
    """Say of every dashboard whether it is in Grafana as built, and what a push would change.

    Exit code 1: something differs.
    """
    reports = list(compared(_server(), which(institution)))
    for report in reports:
        _say(report)
    if any(report.standing is not Standing.SAME for report in reports):
        sys.exit(1)


@click.command()
@click.option("--overwrite", is_flag=True, help="Replace also what was edited by hand in Grafana.")
@click.option(
    "--team", metavar="NAME", help="Who may look into the folders: this team of Grafana and editors."
)
@institution_option
def push(*, overwrite: bool, team: str | None, institution: str | None) -> None:
    """Save every dashboard that is new or changed; what people edited in Grafana is left, and named.

    A second push changes nothing. Addresses stay, so links to dashboards do. Exit code 1: something was left.
    """
    server, folders = _server(), which(institution)
    _check_source(server, SOURCE_UID if institution is None else source_uid(institution))
    if team is not None:
        _give(server, folders, team)
    refused = 0
    for report in pushed(server, folders, overwrite=overwrite):
        _say(report)
        refused += report.is_refused
    if refused:
        click.echo(
            f"{refused} left as they are: copy what people changed into panels, or use --overwrite",
            err=True,
        )
        sys.exit(1)


def _give(server: Server, folders: Sequence[Folder], team: str) -> None:
    """Let a team into the folders before anything is in them."""
    members = server.team(team)
    for folder in folders:
        server.make_folder(folder)
        server.give(folder, members)


def _server() -> Server:
    settings = read_settings()
    return Server(settings.grafana_url, settings.secret_of_grafana)


def _check_source(server: Server, uid: str) -> None:
    found = server.has_source(uid)
    if found is None:
        click.echo(f"the token may not look at data sources: that {uid} is there is not checked", err=True)
    elif not found:
        raise ConfigError(
            f"Grafana at {server.address} has no data source with the uid {uid}: add a PostgreSQL one,"
            " as in config/grafana/provisioning/datasources/guanjia.yaml, or of an institution with"
            " `guanjia dashboards source`"
        )


def _say(report: Report) -> None:
    done = "pushed, was " if report.is_pushed else ""
    by = f" ({report.editor})" if report.editor else ""
    click.echo(f"{report.uid} {report.title}: {done}{report.standing}{by}")
    for change in report.changes:
        click.echo(f"  {change}")
