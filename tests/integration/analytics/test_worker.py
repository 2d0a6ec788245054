"""Workers beside each other, killed, cut off, and told to stop."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta

import psycopg
import pytest

from analytics.worker import Pace, drain, run
from models.errors import UnreachableError
from tests.integration.alerts.waiting import wait_until
from tests.integration.analytics.scene import BEGIN, NOW, Meter, arrive, build, clock, fetch, hours, quarters
from tests.integration.database import Database

POLL = timedelta(milliseconds=20)
_WAITING = b"""
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name LIKE %s AND wait_event_type = 'Lock'
"""


def fill(database: Database, meters: int) -> list[Meter]:
    with database.connect() as connection:
        made = build(connection, meters=meters)
        for place, meter in enumerate(made):
            arrive(connection, meter, quarters(120, each=0.1 + place / 100))
    return made


@contextmanager
def held_up(database: Database) -> Generator[psycopg.Connection]:
    """Let no worker get past its hours: it waits in its transaction, marks deleted and nothing committed."""
    with database.connect() as connection:
        connection.execute("LOCK TABLE consumption_daily IN ACCESS EXCLUSIVE MODE")
        yield connection
        connection.rollback()


@contextmanager
def running(database: Database) -> Generator[threading.Event]:
    stop = threading.Event()
    thread = threading.Thread(target=run, args=(database.connect, stop, clock, Pace(POLL)))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(60)
        assert not thread.is_alive()


@contextmanager
def worker_process(database: Database, *arguments: str) -> Generator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "GUANJIA_DATABASE_URL": database.url}
    command = [sys.executable, "-m", "guanjia", "analytics", *arguments]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def waiting(database: Database, application: str = "test") -> list[int]:
    return [int(str(row[0])) for row in fetch(database, _WAITING, application)]


def everything(database: Database) -> list[object]:
    days = b"SELECT meter_id, day, amount, estimated, coverage FROM consumption_daily ORDER BY 1, 2"
    months = b"SELECT meter_id, month, amount, estimated, coverage FROM consumption_monthly ORDER BY 1, 2"
    return [hours(database), fetch(database, days), fetch(database, months)]


def marks(database: Database) -> int:
    return int(str(fetch(database, b"SELECT count(*) FROM stale_hour")[0][0]))


def test_two_workers_at_once_do_what_one_does(database: Database) -> None:
    fill(database, meters=80)
    with ThreadPoolExecutor(2) as pool:
        with held_up(database):
            workers = [pool.submit(drain, database.connect, clock) for _ in range(2)]
            wait_until(lambda: len(waiting(database)) == 2)
        written = [worker.result() for worker in workers]
    assert all(written)
    assert sum(written) == 80 * 30
    together = everything(database)
    with database.connect() as connection:
        connection.execute(
            "INSERT INTO stale_hour (device_id, quantity_id, hour)"
            " SELECT DISTINCT device_id, quantity_id, date_trunc('hour', at) FROM reading"
        )
        connection.execute("DELETE FROM consumption_hourly")
        connection.execute("DELETE FROM consumption_daily")
        connection.execute("DELETE FROM consumption_monthly")
    assert drain(database.connect, clock) == 80 * 30
    assert everything(database) == together


def test_readings_that_arrive_while_a_batch_is_computed_are_not_forgotten(database: Database) -> None:
    [meter] = fill(database, meters=1)
    with running(database):
        with held_up(database):
            wait_until(lambda: len(waiting(database)) == 1)
            with database.connect() as connection:
                arrive(connection, meter, quarters(8, begin=120, each=0.1))
        wait_until(lambda: len(hours(database)) == 32)
    assert marks(database) == 0


def test_a_worker_killed_in_its_transaction_loses_no_mark(database: Database) -> None:
    fill(database, meters=3)
    before = marks(database)
    with held_up(database), worker_process(database) as worker:
        wait_until(lambda: len(waiting(database, "guanjia-analytics")) == 1)
        worker.kill()
        worker.wait(60)
        for pid in waiting(database, "guanjia-analytics"):
            fetch(database, b"SELECT pg_terminate_backend(%s)", pid)
        wait_until(lambda: not waiting(database, "guanjia-analytics"))
        assert marks(database) == before
    assert hours(database) == []
    assert drain(database.connect, clock) == 3 * 30


def test_a_connection_cut_off_in_its_transaction_is_opened_again(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    fill(database, meters=3)
    with caplog.at_level(logging.INFO), running(database):
        with held_up(database):
            wait_until(lambda: len(waiting(database)) == 1)
            [pid] = waiting(database)
            fetch(database, b"SELECT pg_terminate_backend(%s)", pid)
        wait_until(lambda: marks(database) == 0)
    assert len(hours(database)) == 3 * 30
    assert caplog.text.count("database away") == 1


def test_a_database_that_is_away_is_mentioned_once_and_waited_for(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    fill(database, meters=1)
    attempts, stop = iter(range(5)), threading.Event()

    def connect_at_last() -> psycopg.Connection:
        if next(attempts, None) is not None:
            raise UnreachableError("no database at nowhere:5432/none: connection refused")
        return database.connect()

    thread = threading.Thread(
        target=run, args=(connect_at_last, stop, clock, Pace(timedelta(milliseconds=1)))
    )
    with caplog.at_level(logging.INFO):
        thread.start()
        wait_until(lambda: len(hours(database)) == 30)
        stop.set()
        thread.join(60)
    assert caplog.text.count("database away") == 1
    assert caplog.text.count("database back") == 1


def test_marks_of_an_odometer_are_dropped_when_they_have_waited(database: Database) -> None:
    [meter] = fill(database, meters=1)
    with database.connect() as connection:
        connection.execute(
            "INSERT INTO stale_hour (device_id, quantity_id, hour) VALUES (%s, 7, %s)",
            [meter.device_id, BEGIN],
        )
    minutes = iter(range(1_000_000))

    def a_minute_each_time() -> datetime:
        return NOW + timedelta(minutes=next(minutes))

    stop = threading.Event()
    thread = threading.Thread(target=run, args=(database.connect, stop, a_minute_each_time, Pace(POLL)))
    thread.start()
    wait_until(lambda: marks(database) == 0)
    stop.set()
    thread.join(60)
    assert len(hours(database)) == 30


def test_the_command_works_until_it_is_told_to_stop(database: Database) -> None:
    fill(database, meters=2)
    with worker_process(database) as worker:
        wait_until(lambda: len(hours(database)) == 60)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(60) == 0


def test_the_command_does_what_there_is_once(database: Database) -> None:
    fill(database, meters=2)
    with worker_process(database, "--once") as worker:
        output, _ = worker.communicate(timeout=60)
        assert (worker.returncode, output) == (0, b"60 hours written\n")


def test_a_meter_without_installation_is_named_with_its_remedy(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    fill(database, meters=1)
    with database.connect() as connection:
        connection.execute("DELETE FROM installation")
    with caplog.at_level(logging.WARNING):
        assert drain(database.connect, clock) == 0
    assert "meter=m0 reason=no_installation remedy=" in caplog.text
