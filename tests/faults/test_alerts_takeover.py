"""A worker that judges and is killed, or hangs: another judges within half a minute."""

import time
from collections.abc import Generator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from guanjia.mail_catcher import SmtpListener
from tests.faults.alerting import AlertsProcess, judging_session, workers_at_work
from tests.ingest_stack.waiting import wait_until
from tests.integration.alerts.records import Inbox, add_institution, outbox_rows, set_progress
from tests.integration.database import Database

TAKEOVER_SECONDS = 30.0


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    with database.connect() as opened:
        yield opened


@contextmanager
def held_while_judging(database: Database) -> Generator[None]:
    """Let whoever judges wait in the middle of it, holding the right to judge."""
    with database.connect() as blocker, blocker.transaction():
        blocker.execute("LOCK TABLE alert")
        yield


def await_a_judge(connection: psycopg.Connection, other_than: int | None = None) -> int:
    wait_until(lambda: judging_session(connection) not in {None, other_than}, "somebody judges")
    session = judging_session(connection)
    assert session is not None
    return session


def something_is_the_matter(connection: psycopg.Connection) -> None:
    add_institution(connection, "jgj", ["energy@example.org"])
    set_progress(connection, "jgj", 1.63)


def is_told(connection: psycopg.Connection) -> bool:
    rows = outbox_rows(connection)
    connection.rollback()
    return [row[1] for row in rows] == [True]


def test_a_judge_that_is_killed_in_the_middle_is_replaced(
    connection: psycopg.Connection, database: Database
) -> None:
    inbox = Inbox()
    with ExitStack() as running:
        server = running.enter_context(SmtpListener(inbox, "127.0.0.1", 0))
        first = running.enter_context(AlertsProcess(database.url, server.url))
        something_is_the_matter(connection)
        with held_while_judging(database):
            dead = await_a_judge(connection)
            running.enter_context(AlertsProcess(database.url, server.url))
            wait_until(lambda: workers_at_work(connection) == 2, "the other one is ready")
            first.kill9()
            killed = time.monotonic()
            await_a_judge(connection, other_than=dead)
            assert time.monotonic() - killed < TAKEOVER_SECONDS
        wait_until(lambda: is_told(connection), "the mail is sent")
    assert len(inbox.mails) == 1


def test_a_judge_that_hangs_is_replaced_and_goes_on_when_it_is_back(
    connection: psycopg.Connection, database: Database
) -> None:
    inbox = Inbox()
    with ExitStack() as running:
        server = running.enter_context(SmtpListener(inbox, "127.0.0.1", 0))
        first = running.enter_context(AlertsProcess(database.url, server.url))
        with held_while_judging(database):
            hung = await_a_judge(connection)
            second = running.enter_context(AlertsProcess(database.url, server.url))
            wait_until(lambda: workers_at_work(connection) == 2, "the other one is ready")
            first.freeze()
            frozen = time.monotonic()
        # the answer it waited for is there, and it does not take it
        something_is_the_matter(connection)
        assert judging_session(connection) == hung
        wait_until(lambda: is_told(connection), "the other worker judges and sends")
        assert time.monotonic() - frozen < TAKEOVER_SECONDS
        first.thaw()
        second.kill9()
        add_institution(connection, "later", ["later@example.org"])
        set_progress(connection, "later", 1.5)
        wait_until(lambda: len(inbox.mails) == 2, "the first worker is back at work")
        assert first.is_alive()
    assert set(inbox.recipients().values()) == {1}
