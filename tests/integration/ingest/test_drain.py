"""A slot that will not come back: its session is emptied and ended, and never before it is empty."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ingest.subscription import leave
from ingest.worker import LIMITS, Session, Worker
from models.errors import UnreachableError
from simulators.delivery import Pace
from simulators.messages import Message
from tests.ingest_stack.load import load
from tests.ingest_stack.outage import await_a_blocked_writer, table_locked
from tests.ingest_stack.process import WorkerProcess, guanjia
from tests.ingest_stack.published import Published
from tests.ingest_stack.running import RunningWorker
from tests.ingest_stack.site import METERS
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until
from tests.integration.broker.clients import Client, Login
from tests.integration.ingest.conftest import Send


def test_a_dead_workers_slot_is_emptied_and_ended(stack: Stack, send: Send) -> None:
    published = Published()
    dead = WorkerProcess(stack, slot=3)
    with dead:
        dead.kill9()
        send(*published.messages(METERS, range(20)))

    done = guanjia(stack, "ingest", "drain", "3", "--quiet", "2")
    # each meter has said that it comes and that it goes, too
    messages = 20 * len(METERS) + 2 * len(METERS)
    assert done.stdout == f"slot 3 on local: {messages} messages stored, the session is ended\n", done.stderr
    with stack.connect() as connection:
        published.check(connection)
    assert not has_session(stack, 3)


def test_a_slot_that_is_drained_takes_nothing_new(stack: Stack) -> None:
    published = Published()
    with RunningWorker(stack, 1):
        pass
    with RunningWorker(stack, 0), stack.connect() as connection:
        # the drain itself ends only when nothing comes for a while, and this load has no such while
        with load(stack, paced(published, seconds=2), Pace(1.0)):
            done = guanjia(stack, "ingest", "drain", "1", "--quiet", "0.5")
        assert done.returncode == 0, done.stderr
        wait_until(lambda: not published.missing(connection), "the other one has all the rest")
        published.check(connection)
    assert not has_session(stack, 1)


def test_a_session_is_not_ended_while_the_database_is_slow(stack: Stack, send: Send) -> None:
    published = Published()
    with RunningWorker(stack):
        pass
    send(*published.messages(METERS, range(5)))
    worker = draining(stack)
    taken: list[int] = []
    quiet = timedelta(seconds=1)
    thread = threading.Thread(target=lambda: taken.append(worker.drain(quiet, threading.Event())))
    with table_locked(stack):
        thread.start()
        await_a_blocked_writer(stack)
        thread.join(2 * quiet.total_seconds())
        assert not taken
    thread.join(60)
    with stack.connect() as connection:
        published.check(connection)
    assert taken == [worker.taken]


def test_a_drain_that_is_interrupted_leaves_the_session(stack: Stack, send: Send) -> None:
    published = Published()
    with RunningWorker(stack):
        pass
    send(*published.messages(METERS, range(5)))
    interrupted = threading.Event()
    interrupted.set()
    with pytest.raises(UnreachableError, match="the session is still there, drain it again"):
        draining(stack).drain(timedelta(seconds=1), interrupted)
    assert has_session(stack, 0)


def paced(published: Published, seconds: int) -> Iterator[Message]:
    """Return 50 messages a second."""
    begin = datetime.now(UTC)
    for number in range(50 * seconds):
        report = published.message(METERS[number % len(METERS)], number)
        yield replace(report, due=begin + number * timedelta(milliseconds=20))


def draining(stack: Stack) -> Worker:
    return Worker(
        stack.login,
        Session("ingest-local-0", leave),
        stack.connect_as_worker,
        clock=lambda: datetime.now(UTC),
        log=lambda *_words, **_fields: None,
        limits=replace(LIMITS, patience=timedelta(0)),
    )


def has_session(stack: Stack, slot: int) -> bool:
    """Ask the broker whether it knows the session."""
    login = Login(stack.broker.port, "ingest", stack.password("ingest"), f"ingest-local-{slot}")
    client = Client(login, keep_session=True, acknowledge=False)
    try:
        assert client.connect() == "Success"
        return client.session_present
    finally:
        client.close()
