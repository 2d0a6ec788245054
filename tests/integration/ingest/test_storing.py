"""From the broker to the database: what is stored, and by whom."""

from datetime import UTC, datetime, timedelta

import orjson
import paho.mqtt.publish as paho

from models.topics import Channel
from simulators.messages import Message
from tests.ingest_stack.published import Published, message
from tests.ingest_stack.running import RunningWorker
from tests.ingest_stack.samples import AT, reading
from tests.ingest_stack.site import METERS, NEWCOMER, register
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until
from tests.integration.broker.clients import Client, Login
from tests.integration.ingest.conftest import Send
from tests.integration.ingest.contents import refusals, stored

_EVENTS = (
    b"SELECT device_event.kind, at FROM device_event INNER JOIN device ON device_id = id WHERE code = 't1'"
)


def test_what_is_published_is_stored_and_counted(stack: Stack, send: Send) -> None:
    published = Published()
    with RunningWorker(stack) as worker, stack.connect() as connection:
        send(*published.messages(METERS, range(20)))
        wait_until(lambda: not published.missing(connection), "all is stored")
        published.check(connection)
        wait_until(lambda: worker.count("guanjia_ingest_unacknowledged") == 0, "all is acknowledged")
        assert worker.count("guanjia_ingest_readings_total") == len(published.good)
        assert worker.count("guanjia_ingest_batch_messages_sum") >= len(published.good) / 2
        assert worker.count("guanjia_ingest_commit_seconds_count") > 0
        assert worker.count("guanjia_ingest_oldest_uncommitted_seconds") == 0


def test_what_was_stored_does_not_come_again(stack: Stack, send: Send) -> None:
    published = Published()
    with RunningWorker(stack), stack.connect() as connection:
        send(*published.messages(METERS, range(5)))
        wait_until(lambda: not published.missing(connection), "all is stored")
    login = Login(stack.broker.port, "ingest", stack.password("ingest"), "ingest-local-0")
    successor = Client(login, keep_session=True)
    try:
        successor.connect()
        send(message("m0", b"the last"))
        successor.wait(lambda: "the last" in successor.payloads())
    finally:
        successor.close()
    assert successor.session_present
    assert [text for text in successor.payloads() if "state" not in text] == ["the last"]


def test_a_device_registered_just_before_its_first_message_is_not_refused(stack: Stack, send: Send) -> None:
    published = Published()
    with RunningWorker(stack), stack.connect() as connection:
        with stack.connect() as registrar:
            register(registrar, stack.folder, NEWCOMER)
        send(*published.messages((NEWCOMER,), range(3)))
        wait_until(lambda: not published.missing(connection), "all is stored")
        published.check(connection)


def test_a_change_of_the_registry_is_seen_under_load_too(stack: Stack, send: Send) -> None:
    old = reading("m0", 1.0, datetime(2025, 6, 1, tzinfo=UTC))
    with RunningWorker(stack), stack.connect() as connection:
        send(old)
        wait_until(lambda: refusals(connection) == [("too_old", old.payload)], "it is too old")
        connection.execute("UPDATE device SET installed_at = '2025-01-01Z' WHERE code = 'm0'")
        connection.execute("UPDATE registry_revision SET revision = revision + 1")

        def resent() -> bool:
            # never a second without a message, so the worker is never idle
            send(old, reading("m1", 1.0))
            return ("m0", 1.0) in stored(connection)

        wait_until(resent, "the new date is known")


def test_statuses_become_events(stack: Stack, send: Send) -> None:
    at = datetime.now(UTC) - timedelta(minutes=5)
    with RunningWorker(stack), stack.connect() as connection:
        send(message("t1", orjson.dumps({"state": "online", "at": at.isoformat()}), Channel.STATUS))
        wait_until(lambda: ("online", at) in connection.execute(_EVENTS).fetchall(), "the event")


def test_a_message_without_a_packet_id_is_stored_and_the_connection_stays(stack: Stack) -> None:
    # Mosquitto hangs up on who acknowledges packet 0: one device that sends with QoS 0 would cut off all
    with RunningWorker(stack) as worker, stack.connect() as connection:
        for number, qos in enumerate([0, 0, 1, 0, 1]):
            publish(stack, reading("m0", number, AT + timedelta(minutes=number)), qos)
            wait_until(lambda number=number: len(stored(connection)) == number + 1, "it is stored")
        wait_until(lambda: worker.count("guanjia_ingest_messages_total") == 5, "all are counted")
        assert worker.events("broker_away") == []


def test_two_workers_share_one_subscription(stack: Stack, send: Send) -> None:
    published = Published()
    with RunningWorker(stack, 0) as first, RunningWorker(stack, 1) as second, stack.connect() as connection:

        def counts() -> list[float]:
            return [worker.count("guanjia_ingest_readings_total") for worker in (first, second)]

        send(*published.messages(METERS, range(20)))
        wait_until(lambda: sum(counts()) == len(published.good), "each reading is counted by one of them")
        published.check(connection)
        assert min(counts()) > 0


def publish(stack: Stack, message: Message, qos: int) -> None:
    login: paho.AuthParameter = {"username": "m0", "password": stack.password("m0")}
    paho.single(
        message.topic,
        message.payload,
        qos=qos,
        hostname="127.0.0.1",
        port=stack.broker.port,
        auth=login,
    )
