"""`guanjia web`: serve the console."""

import logging
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
import psycopg

from alerts.describing import Describer
from config.settings import Settings, read_settings
from guanjia.alert_words import RuleWords
from guanjia.balance.source import BalanceSource
from guanjia.dispatch.desk import Desk
from guanjia.fence_files import fence_folder, read_fences
from guanjia.first_account import NAME as FIRST_ACCOUNT
from guanjia.first_account import make_first_account
from guanjia.quality.desk import QualityDesk
from guanjia.rule_files import RULES, read_rules
from guanjia.signals import stop_event
from guanjia.translations import translations
from models.errors import ConfigError, GuanjiaError
from models.links import Seal
from models.registry import Language
from models.rules import Rule
from storage.acknowledging import LinkDesk
from storage.alert_desk import AlertDesk
from storage.database import connect
from storage.reader import Reader
from storage.tokens import TokenDesk
from storage.writer import Writer
from web.api.application import Supplies as ApiSupplies
from web.api.application import add_api
from web.api.balance import add_balance
from web.api.daily import add_daily
from web.api.gate import Clocks
from web.api.orders import add_orders
from web.console.acknowledge_page import AcknowledgePage
from web.console.acknowledging import Acknowledging
from web.console.application import Supplies, application
from web.console.door import Door
from web.console.drawings.ground import Ground
from web.console.figures import AlertSupplies
from web.console.gate import Gate
from web.console.guard import address
from web.console.login import Login
from web.console.login_page import LoginPage
from web.console.mails import Mailbox
from web.console.order_pages import Dispatching
from web.console.quality_pages import Judging
from web.console.server import Server, settle
from web.console.session import identity
from web.console.site import Site
from web.console.words import Words

_LOOK_SECONDS = 1.0


@click.command()
@click.option("--host", help="The address to listen on.  [GUANJIA_WEB_HOST, 127.0.0.1]")
@click.option(
    "--port", type=click.IntRange(0, 65535), help="The port; 0 takes a free one.  [GUANJIA_WEB_PORT, 8080]"
)
def command(host: str | None, port: int | None) -> None:
    """Serve the console and the API and print the address; SIGTERM or Ctrl-C ends it.

    It needs the login of guanjia_console (`guanjia db logins`). Where there is no account yet, and somebody
    sits at the terminal, it makes `admin` and prints the password, once; else `guanjia users add` makes one.
    Addresses that others reach need GUANJIA_WEB_URL. /health says whether the database answers.
    """
    settings = read_settings()
    stop = stop_event()
    _be_quiet()
    listen_on = address(
        host or settings.web_host, settings.console_address, in_container=settings.web_in_container
    )
    site = Site(listen_on, settings.console_address, settings.acknowledge_address, settings.tiles_source)
    with (
        Reader(settings.database, application="guanjia-web") as reader,
        Reader(settings.database, application="guanjia-api") as api_reader,
        Writer(settings.database, application="guanjia-web-users") as writer,
    ):
        fences = read_fences(fence_folder(settings))
        desk = Desk(_connect(settings), fences, _now)
        more = [add(desk, english().text) for add in (add_orders, add_daily)]
        more.append(add_balance(BalanceSource(api_reader, _now)))
        door = Door(writer, _now)
        supplies = Supplies(
            reader,
            Login(door, LoginPage(translations()), site),
            translations(),
            _mailbox(settings.mail_folder),
            _now,
            acknowledging(settings),
            Ground(settings.map_tiles, settings.map_credit, tuple(fences.values())),
            Dispatching(desk, identity),
            Judging(QualityDesk(reader, _connect(settings), _now), identity),
            lambda app: add_api(app, api_supplies(settings, api_reader), *more),
            alert_supplies(settings),
        )
        gate = Gate(application(supplies), site, door, supplies.login.page.away)
        chosen_port = settings.web_port if port is None else port
        settle()
        with Server(gate, site, listen_on, chosen_port) as server:
            click.echo(server.url)
            _tell_first_account(writer)
            while not stop.wait(_LOOK_SECONDS) and server.is_serving:
                pass


def api_supplies(settings: Settings, reader: Reader) -> ApiSupplies:
    """Return what the API is made of."""

    def connection() -> psycopg.Connection:
        return connect(settings.database, application="guanjia-api")

    desk = TokenDesk(reader, connection)
    return ApiSupplies(reader, desk, AlertDesk(connection), Clocks(_now, time.monotonic))


def alert_supplies(settings: Settings) -> AlertSupplies:
    """Return what the pages of alerts need."""
    rules = _rules()
    desk = AlertDesk(lambda: connect(settings.database, application="guanjia-web-alerts"))
    return AlertSupplies(desk, RuleWords(rules, Describer(lambda: rules, translations())))


def _tell_first_account(writer: Writer) -> None:
    """Make `admin` where nobody can log in yet; a password must not go into a log, only onto a terminal."""
    if not sys.stdout.isatty():
        return
    try:
        with writer.transaction() as connection:
            password = make_first_account(connection, _now(), must_change=True)
    except GuanjiaError as error:
        logging.getLogger(__name__).warning("no first account error=%s", error)
        return
    if password is not None:
        click.echo(
            f"user {FIRST_ACCOUNT}, password {password}   (shown this once; you choose another at once)"
        )


def acknowledging(settings: Settings) -> Acknowledging | None:
    """Return what answers links of mails; None without a secret."""
    if not settings.secret_of_links:
        return None
    rules = _rules()
    return Acknowledging(
        LinkDesk(lambda: connect(settings.database, application="guanjia-web-links")),
        Seal(settings.secret_of_links),
        AcknowledgePage(translations(), Describer(lambda: rules, translations())),
        _now,
    )


def _connect(settings: Settings) -> Callable[[], psycopg.Connection]:
    return lambda: connect(settings.database, application="guanjia-web-desk")


def english() -> Words:
    """Return the words in which the API says what is wrong."""
    return Words(Language.EN, translations()[Language.EN])


def _rules() -> list[Rule]:
    """Return the rules that come with guanjia; none where one has a mistake: the console has more to show."""
    try:
        return read_rules(RULES)
    except ConfigError as error:
        logging.getLogger(__name__).warning("rules not read error=%s", error)
        return []


def _now() -> datetime:
    return datetime.now(UTC)


def _mailbox(folder: Path | None) -> Mailbox | None:
    return None if folder is None else Mailbox(folder)


def _be_quiet() -> None:
    """Leave the log to errors: a database that is away is told on the page and by /health."""
    for name in ("nicegui", "psycopg.pool", "uvicorn"):
        logging.getLogger(name).setLevel(logging.ERROR)
