"""`guanjia alerts list`: what is the matter, and who was told."""

import click
from rich.console import Console

from config.settings import read_settings
from guanjia.commands.alert_table import alert_table
from storage.alerting import list_alerts
from storage.database import connect


@click.command("list")
def command() -> None:
    """Show every alert that is not inactive, and what became of its mail."""
    with connect(read_settings().database, application="guanjia-alerts-list") as connection:
        alerts = list_alerts(connection)
    if not alerts:
        click.echo("no alerts")
        return
    console = Console()
    console.print(alert_table(alerts, console.width))
