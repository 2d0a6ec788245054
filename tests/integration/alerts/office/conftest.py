"""The office compound with nothing measured, a mail server, and a desk that judges and sends."""

import ssl
from collections.abc import Generator

import psycopg
import pytest

from alerts.mail import Composer
from alerts.outbox import Outbox
from alerts.smtp import SmtpTransport, smtp_server
from guanjia.mail_catcher import SmtpListener
from guanjia.translations import translations
from models.rules import Rule
from tests.integration.alerts.office.desk import Desk
from tests.integration.alerts.records import Hands, Inbox
from tests.integration.compound import compound
from tests.integration.database import Database
from tests.integration.prepared import Fill


@pytest.fixture
def content() -> Fill:
    """The office compound."""
    return compound


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """The office compound, with one contact and nothing measured."""
    with database.connect() as opened:
        yield opened


@pytest.fixture
def outbox(inbox: Inbox, rules: list[Rule]) -> Generator[Outbox]:
    with SmtpListener(inbox, "127.0.0.1", 0) as server:
        transport = SmtpTransport(smtp_server(server.url), ssl.create_default_context())
        yield Outbox(lambda: rules, Composer("guanjia@example.org", translations()), transport)


@pytest.fixture
def rules() -> list[Rule]:
    """The rules that are in force; a test fills them."""
    return []


@pytest.fixture
def desk(connection: psycopg.Connection, rules: list[Rule], outbox: Outbox, clock: Hands) -> Desk:
    return Desk(connection, rules, outbox, clock)
