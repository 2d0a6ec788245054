"""`guanjia alerts`: judge the rules and send the mail; show what is the matter."""

import logging
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import click
import psycopg
from rich.console import Console
from rich.table import Table

from alerts.mail import Composer
from alerts.outbox import Outbox
from alerts.smtp import SmtpTransport, smtp_server
from alerts.worker import one_round
from alerts.worker import run as run_worker
from config.settings import Settings, read_settings
from guanjia.rule_files import read_rules
from guanjia.signals import stop_event
from guanjia.translations import translations
from models.rules import Rule
from storage.alerting import Listed, list_alerts
from storage.database import connect


@click.group()
def command() -> None:
    """Judge the rules and send the mail."""


@command.command()
@click.option("--once", is_flag=True, help="Do one round, print what it did, and end.")
@click.option("--every", type=click.FloatRange(0.1), default=5.0, show_default=True, help="Seconds a round.")
@click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=Path(str(files("config"))) / "rules",
    help="The folder of rules; config/rules/ unless given.",
)
def run(once: bool, every: float, folder: Path) -> None:
    """Judge every rule and send what is due, until SIGTERM or Ctrl-C.

    Several may run at once, on one machine or many: one judges, all of them send, and no mail is sent twice.
    """
    settings = read_settings()
    rules = read_rules(folder)
    outbox = _outbox(settings, rules)
    if once:
        with connect(settings.database, application="guanjia-alerts") as connection:
            done = one_round(connection, rules, outbox, _now)
        click.echo(f"changes {done.changes}, sent {done.sent}, delayed {done.retried}, failed {done.failed}")
        return
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    run_worker(_connector(settings), rules, outbox, stop_event(), _now, timedelta(seconds=every))


@command.command("list")
def list_() -> None:
    """Show every alert that is not inactive, and what became of its mail."""
    with connect(read_settings().database, application="guanjia-alerts-list") as connection:
        alerts = list_alerts(connection)
    if not alerts:
        click.echo("no alerts")
        return
    table = Table("state", "since (UTC)", "severity", "institution", "rule", "over", "mail")
    for alert in alerts:
        table.add_row(
            alert.state,
            f"{alert.since:%Y-%m-%d %H:%M}",
            alert.severity,
            alert.institution_name or alert.subject,
            alert.rule,
            _over(alert),
            _mail(alert),
        )
    Console().print(table)


def _outbox(settings: Settings, rules: list[Rule]) -> Outbox:
    transport = SmtpTransport(smtp_server(settings.smtp), ssl.create_default_context())
    return Outbox(rules, Composer(settings.mail_from, translations()), transport)


def _connector(settings: Settings) -> Callable[[], psycopg.Connection]:
    return lambda: connect(settings.database, application="guanjia-alerts")


def _now() -> datetime:
    return datetime.now(UTC)


def _over(alert: Listed) -> str:
    used, due = alert.figures.get("used_share"), alert.figures.get("due_share")
    if not isinstance(used, float | int) or not isinstance(due, float | int) or due <= 0:
        return ""
    return f"{used / due - 1:+.0%}"


def _mail(alert: Listed) -> str:
    counts = {"sent": alert.sent, "waiting": alert.waiting, "failed": alert.failed}
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{told}: {alert.error}" if alert.error else told
