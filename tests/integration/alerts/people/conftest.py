"""A bureau over its quota, in a city; nobody is a contact of either."""

from collections.abc import Generator

import psycopg
import pytest

from alerts.channels import Channel
from guanjia.mail_catcher import SmtpListener
from tests.integration.alerts.people.desk import LOOPBACK, Desk
from tests.integration.alerts.records import Hands, Inbox, add_institution, set_progress
from tests.integration.database import Database


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """A bureau over its quota, in a city; nobody is a contact of either."""
    with database.connect() as opened:
        add_institution(opened, "city", [])
        add_institution(opened, "jgj", [], parent="city")
        set_progress(opened, "jgj", 1.63)
        yield opened


@pytest.fixture
def channels() -> dict[str, Channel]:
    """The channels whose secrets are known; a test fills them."""
    return {}


@pytest.fixture
def desk(
    connection: psycopg.Connection, clock: Hands, inbox: Inbox, channels: dict[str, Channel]
) -> Generator[Desk]:
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        yield Desk(connection, clock, server.url, channels)
