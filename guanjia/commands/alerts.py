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

from alerts.judge import Judge, Rules
from alerts.mail import Composer
from alerts.outbox import Outbox
from alerts.post import Post
from alerts.reports.delivery import Reports
from alerts.smtp import SmtpTransport, smtp_server
from alerts.worker import one_round
from alerts.worker import run as run_worker
from config.settings import Settings, read_settings
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.commands.alerts_people import ack, history, silence, silences_, unsilence
from guanjia.commands.alerts_report import report
from guanjia.rule_files import RuleBook
from guanjia.signals import stop_event
from guanjia.translations import translations
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
    """Judge every rule and send what is due, until SIGTERM or Ctrl-C: alerts, and the reports asked for.

    Several may run at once, on one machine or many: one judges, all of them send, and no mail is sent twice.
    """
    settings = read_settings()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    rules = RuleBook(folder).rules
    judge, outbox = Judge(rules, read_calendar(calendar_folder(settings))), _post(settings, rules)
    if once:
        with connect(settings.database, application="guanjia-alerts") as connection:
            done = one_round(connection, judge, outbox, _now, everything=True)
        click.echo(f"changes {done.changes}, sent {done.sent}, delayed {done.retried}, failed {done.failed}")
        return
    run_worker(_connector(settings), judge, outbox, stop_event(), _now, timedelta(seconds=every))


@command.command("list")
def list_() -> None:
    """Show every alert that is not inactive, and what became of its mail."""
    with connect(read_settings().database, application="guanjia-alerts-list") as connection:
        alerts = list_alerts(connection)
    if not alerts:
        click.echo("no alerts")
        return
    table = Table("alert", "state", "since (UTC)", "severity", "institution", "rule", "about", "over", "mail")
    for alert in alerts:
        table.add_row(
            str(alert.id),
            alert.state,
            f"{alert.since:%Y-%m-%d %H:%M}",
            alert.severity,
            alert.institution_name or alert.subject,
            alert.rule,
            alert.subject,
            _over(alert),
            _mail(alert),
        )
    Console().print(table)


for _command in (ack, silence, unsilence, silences_, history, report):
    command.add_command(_command)


def _post(settings: Settings, rules: Rules) -> Post:
    transport = SmtpTransport(smtp_server(settings.smtp), ssl.create_default_context())
    composer = Composer(settings.mail_from, translations())
    reports = Reports(rules, composer, transport, translations())
    return Post((Outbox(rules, composer, transport), reports))


def _connector(settings: Settings) -> Callable[[], psycopg.Connection]:
    return lambda: connect(settings.database, application="guanjia-alerts")


def _now() -> datetime:
    return datetime.now(UTC)


def _over(alert: Listed) -> str:
    """Return how far an alert is past its limit: in percent of a quota, else value and limit."""
    used, due = alert.figures.get("used_share"), alert.figures.get("due_share")
    if isinstance(used, float | int) and isinstance(due, float | int) and due > 0:
        return f"{used / due - 1:+.0%}"
    value, limit, unit = (alert.figures.get(name) for name in ("value", "limit", "unit"))
    if not isinstance(value, float | int) or not isinstance(limit, float | int):
        return ""
    return f"{value:.3g} / {limit:.3g} {unit}"


def _mail(alert: Listed) -> str:
    counts = {"sent": alert.sent, "waiting": alert.waiting, "failed": alert.failed}
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return f"{told}: {alert.error}" if alert.error else told
