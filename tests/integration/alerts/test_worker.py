"""Workers that run: beside each other, and through a lost database."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts.worker import one_round, run
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
from tests.integration.alerts.waiting import wait_until
from tests.integration.database import Database

LOOPBACK = "127.0.0.1"


@contextmanager
def running(connect_: Callable[[], psycopg.Connection], url: str) -> Generator[None]:
    """A worker in a thread that does rounds as fast as it can."""
    stop = threading.Event()
    worker = threading.Thread(
        target=run,
        args=[connect_, judge(), outbox_to(url), stop, lambda: datetime.now(UTC), timedelta(milliseconds=10)],
    )
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def test_two_workers_at_once_send_each_mail_once(
    connection: psycopg.Connection, database: Database, clock: Hands
) -> None:
    for number in range(20):
        add_institution(connection, f"i{number}", [f"c{number}@example.org"])
        set_progress(connection, f"i{number}", 1.5)
    inbox, start = Inbox(), threading.Barrier(4)

    def work(url: str) -> None:
        with database.connect() as own:
            outbox = outbox_to(url)
            start.wait()
            for _ in range(5):
                one_round(own, judge(), outbox, clock)

    with SmtpListener(inbox, LOOPBACK, 0) as server:
        workers = [threading.Thread(target=work, args=[server.url]) for _ in range(4)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert set(inbox.recipients().values()) == {1}
    assert len(inbox.mails) == 21
    assert connection.execute("SELECT count(*) FROM alert_change").fetchone() == (21,)


def test_while_another_worker_judges_this_one_only_sends(
    connection: psycopg.Connection, database: Database, clock: Hands
) -> None:
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server, database.connect() as other:
        outbox = outbox_to(server.url)
        with other.transaction():
            other.execute("SELECT pg_advisory_xact_lock(%s)", [0x616C6572])
            assert not one_round(connection, judge(), outbox, clock).is_judge
        assert one_round(connection, judge(), outbox, clock).is_judge
    assert len(inbox.mails) == 1


def test_a_worker_goes_on_when_the_database_comes_up(
    connection: psycopg.Connection, database: Database
) -> None:
    urls = ["postgresql://nobody@127.0.0.1:1/none"] * 3
    inbox = Inbox()

    def connect_() -> psycopg.Connection:
        return connect(urls.pop() if urls else database.url, application="test-worker")

    with SmtpListener(inbox, LOOPBACK, 0) as server, running(connect_, server.url):
        wait_until(lambda: bool(inbox.mails))
    assert not urls
    assert outbox_rows(connection) == [("energy@example.org", True, False, 1, "")]


class Saboteur(Inbox):
    """Cuts every worker off from the database while it hands over its first mail."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if not self.mails:
            with connect(self._url, application="test-saboteur", autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'test-worker' AND datname = current_database()"
                )
        return await super().handle_DATA(server, session, envelope)


def test_a_mail_sent_while_the_database_goes_away_is_recorded_later_and_not_sent_again(
    connection: psycopg.Connection, database: Database
) -> None:
    inbox = Saboteur(database.url)

    def is_recorded() -> bool:
        rows = outbox_rows(connection)
        connection.rollback()
        return [row[1] for row in rows] == [True]

    def connect_() -> psycopg.Connection:
        return connect(database.url, application="test-worker")

    with SmtpListener(inbox, LOOPBACK, 0) as server, running(connect_, server.url):
        wait_until(is_recorded)
    assert len(inbox.mails) == 1
    assert outbox_rows(connection) == [("energy@example.org", True, False, 1, "")]
