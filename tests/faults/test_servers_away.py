"""Broker and database go away, in order and out of order, while meters go on reporting."""

import time

from storage.embedded import EmbeddedPostgres
from tests.faults.day import day
from tests.ingest_stack.process import WorkerProcess
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until

OUTAGE_SECONDS = 20.0


def test_a_broker_that_is_killed_and_forgets_what_it_promised(stack: Stack) -> None:
    with WorkerProcess(stack) as worker, day(stack) as today:
        for _ in range(3):
            today.await_progress(200)
            stack.broker.kill9()
            worker.await_health(503)
            stack.broker.start()
            worker.await_health(200)


def test_a_database_that_is_away_for_twenty_seconds(stack: Stack, postgres: EmbeddedPostgres) -> None:
    with WorkerProcess(stack) as worker:
        with day(stack) as today:
            today.await_progress(100)
            postgres.stop()
            try:
                back = time.monotonic() + OUTAGE_SECONDS
                worker.await_health(503)
                wait_until(lambda: worker.metric("guanjia_ingest_unacknowledged") > 100, "messages wait")
                wait_until(lambda: time.monotonic() > back, "twenty seconds")
                assert worker.metric("guanjia_ingest_oldest_uncommitted_seconds") > OUTAGE_SECONDS / 2
                assert worker.health()[0] == 503
            finally:
                postgres.start()
            today.reconnect()
            worker.await_health(200)
        assert worker.process is not None
        assert worker.process.poll() is None


def test_a_database_that_is_killed(stack: Stack, postgres: EmbeddedPostgres) -> None:
    with WorkerProcess(stack) as worker, day(stack) as today:
        for _ in range(2):
            today.await_progress(100)
            postgres.kill()
            try:
                worker.await_health(503)
            finally:
                postgres.start()
            today.reconnect()
            worker.await_health(200)


def test_everything_is_killed_at_once(stack: Stack, postgres: EmbeddedPostgres) -> None:
    with WorkerProcess(stack) as worker, day(stack) as today:
        today.await_progress(200)
        postgres.kill()
        stack.broker.kill9()
        worker.kill9()
        worker.start()
        stack.broker.start()
        postgres.start()
        today.reconnect()
        worker.await_health(200)
        today.await_progress(200)
