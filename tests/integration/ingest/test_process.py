"""The worker as a process: its health, its metrics, its end, and those it supervises."""

import os
import signal
import socket
from pathlib import Path
from urllib.request import urlopen

import pytest

from ingest.metrics import Health, Metrics, serve
from models.errors import ConfigError
from tests.ingest_stack.outage import database_away
from tests.ingest_stack.process import WorkerProcess
from tests.ingest_stack.published import Published
from tests.ingest_stack.site import METERS
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until
from tests.integration.ingest.conftest import Send


def test_it_is_well_while_broker_and_database_are_there(stack: Stack, send: Send) -> None:
    published = Published()
    with WorkerProcess(stack) as worker, stack.connect() as connection:
        assert worker.health() == (200, {"well": True, "broker": "", "database": ""})

        stack.broker.stop()
        worker.await_health(503)
        assert "broker" in str(worker.health()[1]["broker"])
        stack.broker.start()
        worker.await_health(200)

        with database_away(stack):
            send(*published.messages(METERS, range(3)))
            wait_until(
                lambda: "not currently accepting" in str(worker.health()[1]["database"]), "it says why"
            )
            assert worker.health()[0] == 503
        worker.await_health(200)

        wait_until(lambda: not published.missing(connection), "all is stored")
        published.check(connection)
        wait_until(lambda: worker.metric("guanjia_ingest_readings_total") == len(published.good), "counted")
        assert worker.stop() == 0


def test_a_wrong_password_is_told_in_health_and_log(stack: Stack) -> None:
    wrong = WorkerProcess(stack, settings={"GUANJIA_MQTT_PASSWORD": "wrong"})
    wrong.start()
    try:
        refused = "the broker refuses user 'ingest': Not authorized"
        wait_until(lambda: wrong.health()[1].get("broker") == refused, "health says it")
        wait_until(lambda: refused in wrong.log, "the log says it")
    finally:
        assert wrong.stop() == 0
    assert "Traceback" not in wrong.log


def test_a_prober_that_says_nothing_keeps_nobody_waiting() -> None:
    port = serve(Metrics(), lambda: Health("no broker"), "127.0.0.1", 0)
    url = f"http://127.0.0.1:{port}/metrics"
    with socket.create_connection(("127.0.0.1", port)), urlopen(url, timeout=5) as page:
        assert b"guanjia_ingest_messages_total 0.0" in page.read()


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"no metrics on 127.0.0.1:{port}: Address already in use"):
            serve(Metrics(), Health, "127.0.0.1", port)


def test_workers_that_are_killed_are_started_again_and_end_with_their_supervisor(
    stack: Stack, send: Send
) -> None:
    published = Published()
    supervisor = WorkerProcess(stack, workers=2)
    supervisor.start()
    try:
        supervisor.await_health()
        first = supervisor.children()
        for child in first:
            os.kill(child, signal.SIGKILL)
        send(*published.messages(METERS, range(10)))
        with stack.connect() as connection:
            wait_until(lambda: not published.missing(connection), "all is stored")
            published.check(connection)
        second = supervisor.children()
        assert not set(first) & set(second)
    finally:
        assert supervisor.stop() == 0
    assert not any(Path(f"/proc/{child}").exists() for child in second)


def test_workers_do_not_outlive_a_supervisor_that_is_killed(stack: Stack) -> None:
    # else the next supervisor's workers and these would take each other's sessions for ever
    supervisor = WorkerProcess(stack, workers=2)
    supervisor.start()
    children = supervisor.children()
    supervisor.kill9()
    wait_until(lambda: not any(Path(f"/proc/{child}").exists() for child in children), "they end")
