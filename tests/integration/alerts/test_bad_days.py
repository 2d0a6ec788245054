"""Mail servers, clocks and workers that misbehave: what must come out of a bad day."""

import asyncio
import threading
from datetime import timedelta

import psycopg
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts.smtp import TIMEOUT_SECONDS
from alerts.worker import one_round
from guanjia.mail_catcher import SmtpListener
from storage.database import connect
from tests.integration.alerts.records import (
    Hands,
    Inbox,
    add_institution,
    judge,
    outbox_rows,
    outbox_to,
    set_progress,
)
from tests.integration.alerts.test_worker import running
from tests.integration.alerts.waiting import wait_until
from tests.integration.database import Database

LOOPBACK = "127.0.0.1"
MINUTE = timedelta(minutes=1)


class Slow(Inbox):
    """A server that does not answer to a mail until it is let go; `is_asked` says that it holds one."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked = threading.Event()
        self.may_answer = threading.Event()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.is_asked.set()
        await asyncio.to_thread(self.may_answer.wait)
        return await super().handle_DATA(server, session, envelope)


def test_while_a_slow_server_thinks_the_worker_goes_on_judging(
    connection: psycopg.Connection, database: Database
) -> None:
    slow = Slow()

    def connect_() -> psycopg.Connection:
        return connect(database.url, application="test-worker")

    def firing() -> int:
        row = connection.execute("SELECT count(*) FROM alert WHERE state = 'firing'").fetchone()
        connection.rollback()
        assert row is not None
        return int(row[0])

    with SmtpListener(slow, LOOPBACK, 0) as server, running(connect_, server.url):
        assert slow.is_asked.wait(60)
        add_institution(connection, "later", ["later@example.org"])
        set_progress(connection, "later", 1.5)
        wait_until(lambda: firing() == 2)
        assert not slow.mails
        slow.may_answer.set()
        wait_until(lambda: len(slow.mails) == 2)
    assert set(slow.recipients().values()) == {1}
    assert TIMEOUT_SECONDS > 60


def test_a_server_that_is_down_for_an_hour_gets_every_mail_once(
    connection: psycopg.Connection, clock: Hands
) -> None:
    for number in range(2):
        add_institution(connection, f"i{number}", [f"c{number}@example.org"])
        set_progress(connection, f"i{number}", 1.5)
    with SmtpListener(Inbox(), LOOPBACK, 0) as server:
        port = server.port
    outbox, judges, begun = outbox_to(f"smtp://{LOOPBACK}:{port}"), judge(), clock.at
    while clock.at < begun + timedelta(hours=1):
        assert one_round(connection, judges, outbox, clock).sent == 0
        clock.move(5 * MINUTE)
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, port):
        while clock.at < begun + timedelta(hours=2, minutes=5):
            one_round(connection, judges, outbox, clock)
            clock.move(5 * MINUTE)
    assert len(inbox.mails) == 3
    assert set(inbox.recipients().values()) == {1}
    assert {row[1:3] for row in outbox_rows(connection)} == {(True, False)}


@pytest.mark.parametrize("back", [timedelta(minutes=30), timedelta(days=1)])
def test_a_clock_moved_back_makes_no_storm_and_loses_no_alert(
    connection: psycopg.Connection, clock: Hands, back: timedelta
) -> None:
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        outbox, judges = outbox_to(server.url), judge()
        one_round(connection, judges, outbox, clock)
        clock.move(-back)
        add_institution(connection, "later", ["later@example.org"])
        set_progress(connection, "later", 1.5)
        for _ in range(30):
            one_round(connection, judges, outbox, clock)
            clock.move(MINUTE)
    assert inbox.recipients() == {"energy@example.org": 1, "later@example.org": 1}
