"""How much a worker holds, for how long, and how it ends: with a database that is slow or away."""

import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest.worker import LIMITS
from simulators.messages import Message
from tests.ingest_stack.load import load
from tests.ingest_stack.outage import database_away, table_locked
from tests.ingest_stack.published import Published, message
from tests.ingest_stack.running import RunningWorker
from tests.ingest_stack.samples import reading
from tests.ingest_stack.site import METERS
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until
from tests.integration.ingest.conftest import Send
from tests.integration.ingest.contents import refusals, stored

HELD = "guanjia_ingest_unacknowledged"
SECOND = timedelta(seconds=1)
FOR_EVER = timedelta(hours=1)
SLOW = b"""
    CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END';
    CREATE TRIGGER dawdle BEFORE INSERT ON reading FOR EACH STATEMENT EXECUTE FUNCTION dawdle()
"""


def test_more_than_the_limit_waits_at_the_broker_and_nothing_is_lost(stack: Stack, send: Send) -> None:
    published = Published()
    limits = replace(LIMITS, rows=200, keepalive=SECOND)
    with RunningWorker(stack, limits=limits) as worker, stack.connect() as connection:
        with database_away(stack):
            send(*published.messages(METERS, range(250)))
            # it reads no more, so it does not see that the broker is there
            wait_until(lambda: bool(worker.events("broker_away")), "the unread connection ends")
            # two batches of 100 messages, and what one turn of the loop may read beyond the second
            assert 200 <= worker.count(HELD) <= 2 * 100 + 500
            assert not worker.worker.health().well
        wait_until(lambda: not published.missing(connection), "all is stored")
        published.check(connection)
        wait_until(lambda: worker.worker.health().well, "it is well again")


def test_bytes_bound_what_is_held_as_rows_do(stack: Stack, send: Send) -> None:
    garbage = [message("m0", b"%06d" % number + b"x" * 200_000) for number in range(60)]
    limits = replace(LIMITS, batch_bytes=256 * 1024, keepalive=SECOND)
    with RunningWorker(stack, limits=limits) as worker, stack.connect() as connection:
        with table_locked(stack, "rejected_message"):
            send(*garbage)
            wait_until(lambda: bool(worker.events("broker_away")), "the unread connection ends")
            # two batches of 2 messages, and the 4 MiB that a turn may read beyond each
            assert worker.count(HELD) <= 2 * (2 + 21)
        wait_until(lambda: len(refusals(connection)) == len(garbage), "all is kept")


def test_a_backlog_larger_than_what_may_be_held_comes_once(stack: Stack, send: Send) -> None:
    # a worker that left when it had enough would never acknowledge: what it commits after that is of an
    # earlier connection, and comes again
    published = Published()
    with RunningWorker(stack):
        pass
    send(*published.messages(METERS, range(250)))
    with stack.connect() as connection:
        connection.execute(SLOW)
        with RunningWorker(stack, limits=replace(LIMITS, rows=500)) as worker:
            wait_until(lambda: not published.missing(connection), "all is stored")
            wait_until(lambda: worker.count(HELD) == 0, "all is acknowledged")
            assert worker.count("guanjia_ingest_duplicates_total") == 0
        published.check(connection)


def test_readings_that_come_during_a_long_outage_are_judged_by_their_own_arrival(
    stack: Stack, send: Send
) -> None:
    now = datetime.now(UTC)
    ahead = timedelta(0)
    with RunningWorker(stack, clock=lambda: now + ahead) as worker, stack.connect() as connection:
        with database_away(stack):
            send(reading("m0", 1.0, now), reading("m0", 2.0, now - timedelta(minutes=1)))
            wait_until(lambda: worker.count(HELD) >= 2, "they are held")
            ahead = timedelta(hours=1)
            send(reading("m1", 3.0, now + ahead))
            wait_until(lambda: worker.count(HELD) >= 3, "an hour later one more")
        wait_until(lambda: len(stored(connection)) == 3, "all are stored")
        assert refusals(connection) == []


def test_a_worker_ends_though_messages_go_on_coming(stack: Stack) -> None:
    published, ended = Published(), threading.Event()

    def messages() -> Iterator[Message]:
        for number in itertools.takewhile(lambda _: not ended.is_set(), itertools.count()):
            yield published.message("m0", number)

    with stack.connect() as connection:
        connection.execute(SLOW)
    limits = replace(LIMITS, rows=2, patience=FOR_EVER)
    with RunningWorker(stack, limits=limits) as worker, load(stack, messages()):
        wait_until(lambda: worker.worker.taken > 2, "the load has begun")
        worker.stop()
        ended.set()
    assert worker.error is None
    with RunningWorker(stack), stack.connect() as connection:
        wait_until(lambda: not published.missing(connection), "the next one has the rest")
        published.check(connection)


def test_a_worker_does_not_wait_for_a_database_that_is_away_to_end(stack: Stack, send: Send) -> None:
    published = Published()
    limits = replace(LIMITS, patience=FOR_EVER)
    with RunningWorker(stack, limits=limits) as worker, database_away(stack):
        send(*published.messages(METERS, range(3)))
        wait_until(lambda: bool(worker.worker.health().database), "it knows that the database is away")
        worker.stop()
        assert worker.error is None
    with RunningWorker(stack), stack.connect() as connection:
        wait_until(lambda: not published.missing(connection), "the next one stores all")
        published.check(connection)


def test_a_commit_that_takes_too_long_is_told(stack: Stack, send: Send) -> None:
    limits = replace(LIMITS, slow_commit=timedelta(milliseconds=50))
    with RunningWorker(stack, limits=limits) as worker:
        with table_locked(stack):
            send(reading("m0", 1.0))
            wait_until(lambda: "look for locks" in worker.worker.health().database, "it says so")
        wait_until(lambda: worker.worker.health().well, "it is well again")
