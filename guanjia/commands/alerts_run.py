"""`guanjia alerts run`: judge the rules and send what is due."""

import logging
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import psycopg

from alerts.judge import Judge, Rules
from alerts.links import Links
from alerts.mail import Composer
from alerts.outbox import Outbox
from alerts.post import Post
from alerts.reports.delivery import Reports
from alerts.smtp import SmtpTransport, smtp_server
from alerts.worker import HUNG_AFTER, one_round
from alerts.worker import run as run_worker
from config.settings import Settings, read_settings
from guanjia.allowances.file import read_allowance_file
from guanjia.allowances.watching import Watching
from guanjia.calendar_files import calendar_folder, read_calendar
from guanjia.channel_files import read_channels
from guanjia.rule_files import RULES, RuleBook
from guanjia.signals import stop_event
from guanjia.translations import translations
from models.links import Seal
from storage.database import connect

_log = logging.getLogger(__name__)


@click.command()
@click.option("--once", is_flag=True, help="Do one round, print what it did, and end.")
@click.option("--every", type=click.FloatRange(0.1), default=2.0, show_default=True, help="Seconds a round.")
@click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=RULES,
    help="The folder of rules; config/rules/ unless given.",
)
def command(once: bool, every: float, folder: Path) -> None:
    """Judge every rule and send what is due, until SIGTERM or Ctrl-C: alerts, and the reports asked for.

    Several may run at once, on one machine or many: one judges, all of them send, and no mail is sent twice.
    """
    settings = read_settings()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    rules = RuleBook(folder).rules
    judge, outbox = _judge(settings, rules), _post(settings, rules)
    if once:
        with connect(settings.database, application="guanjia-alerts") as connection:
            done = one_round(connection, judge, outbox, _now, everything=True)
        click.echo(f"changes {done.changes}, sent {done.sent}, delayed {done.retried}, failed {done.failed}")
        return
    run_worker(_connector(settings), judge, outbox, stop_event(), _now, timedelta(seconds=every))


def _judge(settings: Settings, rules: Rules) -> Judge:
    calendar = read_calendar(calendar_folder(settings))
    watching = Watching(read_allowance_file(settings.allowances), calendar, _log.error)
    return Judge(rules, calendar, watching.standings)


def _post(settings: Settings, rules: Rules) -> Post:
    transport = SmtpTransport(smtp_server(settings.smtp), ssl.create_default_context())
    composer = Composer(settings.mail_from, translations(), _links(settings))
    outbox = Outbox(rules, composer, transport, read_channels(settings.channels_file))
    return Post((outbox, Reports(rules, composer, transport, translations())))


def _links(settings: Settings) -> Links:
    """Return where mails lead to; without a secret nothing is acknowledged by a link."""
    secret = settings.secret_of_links
    return Links(
        settings.console_address,
        settings.acknowledge_address,
        Seal(secret) if secret else None,
        timedelta(days=settings.link_days),
    )


def _connector(settings: Settings) -> Callable[[], psycopg.Connection]:
    return lambda: connect(settings.database, application="guanjia-alerts", hung_after=HUNG_AFTER)


def _now() -> datetime:
    return datetime.now(UTC)
