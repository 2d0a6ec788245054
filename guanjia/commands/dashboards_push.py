"""`guanjia dashboards push` and `diff`: a Grafana beside what the panels say."""

import sys

import click

from config.settings import read_settings
from dashboards.grafana.dashboard import folders
from dashboards.grafana.publishing import Report, compared, pushed
from dashboards.grafana.server import SOURCE_UID, Server
from dashboards.grafana.standing import Standing
from guanjia.translations import translations
from models.errors import ConfigError


@click.command()
def diff() -> None:
    """Say of every dashboard whether it is in Grafana as built, and what a push would change.

    Exit code 1: something differs.
    """
    reports = list(compared(_server(), folders(translations())))
    for report in reports:
        _say(report)
    if any(report.standing is not Standing.SAME for report in reports):
        sys.exit(1)


@click.command()
@click.option("--overwrite", is_flag=True, help="Replace also what was edited by hand in Grafana.")
def push(*, overwrite: bool) -> None:
    """Save every dashboard that is new or changed; what people edited in Grafana is left, and named.

    A second push changes nothing. Addresses stay, so links to dashboards do. Exit code 1: something was left.
    """
    server = _server()
    _check_source(server)
    refused = 0
    for report in pushed(server, folders(translations()), overwrite=overwrite):
        _say(report)
        refused += report.is_refused
    if refused:
        click.echo(
            f"{refused} left as they are: copy what people changed into panels, or use --overwrite",
            err=True,
        )
        sys.exit(1)


def _server() -> Server:
    settings = read_settings()
    return Server(settings.grafana_url, settings.secret_of_grafana)


def _check_source(server: Server) -> None:
    found = server.has_source()
    if found is None:
        click.echo(
            f"the token may not look at data sources: that {SOURCE_UID} is there is not checked", err=True
        )
    elif not found:
        raise ConfigError(
            f"Grafana at {server.address} has no data source with the uid {SOURCE_UID}: add a PostgreSQL one,"
            " as in config/grafana/provisioning/datasources/guanjia.yaml"
        )


def _say(report: Report) -> None:
    done = "pushed, was " if report.is_pushed else ""
    by = f" ({report.editor})" if report.editor else ""
    click.echo(f"{report.uid} {report.title}: {done}{report.standing}{by}")
    for change in report.changes:
        click.echo(f"  {change}")
