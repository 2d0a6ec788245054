"""A database with one institution 63 % over its quota, and one contact."""

from collections.abc import Generator

import psycopg
import pytest

from alerts.reports.delivery import Reports
from guanjia.mail_catcher import SmtpListener
from tests.integration.alerts.records import Hands, Inbox, add_institution, set_progress
from tests.integration.alerts.report_rows import reports_to
from tests.integration.database import Database


@pytest.fixture
def clock() -> Hands:
    """A clock that the test moves."""
    return Hands()


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """A connection to a database where `jgj` is over its quota and energy@example.org hears of it."""
    with database.connect() as opened:
        add_institution(opened, "jgj", ["energy@example.org"])
        set_progress(opened, "jgj", 1.63)
        yield opened


@pytest.fixture
def inbox() -> Inbox:
    """What the mail server of the test was given."""
    return Inbox()


@pytest.fixture
def reports(inbox: Inbox) -> Generator[Reports]:
    """Reports that are sent to `inbox`."""
    with SmtpListener(inbox, "127.0.0.1", 0) as server:
        yield reports_to(server.url)
