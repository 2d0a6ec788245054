"""A message that the database itself refuses must not hold up all others for ever."""

import orjson

from tests.ingest_stack.process import guanjia
from tests.ingest_stack.published import Published, message
from tests.ingest_stack.running import RunningWorker
from tests.ingest_stack.samples import AT, reading
from tests.ingest_stack.site import METERS
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until
from tests.integration.ingest.conftest import Send
from tests.integration.ingest.contents import refusals, stored

FORBID_A_VALUE = b"ALTER TABLE reading ADD CONSTRAINT no_13 CHECK (value <> 1313)"
FORBID_A_KEY = b"ALTER TABLE rejected_reading ADD CONSTRAINT no_curse CHECK (quantity <> 'cursed')"
DETAILS = b"SELECT reason, detail FROM rejected_message WHERE topic LIKE '%/telemetry'"
END_WORKERS = b"""
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND usename = 'guanjia_ingest_login'
"""
KEYS = b"SELECT device, quantity, at FROM rejected_reading ORDER BY quantity"


def test_the_poisonous_message_is_kept_aside_and_the_rest_is_stored(stack: Stack, send: Send) -> None:
    published = Published()
    messages = list(published.messages(METERS, range(10)))
    values = {"flow_m3h": 1313, "battery_v": 3.6}
    poison = message("m3", orjson.dumps({"at": AT.isoformat(), "values": values}))
    messages.insert(len(messages) // 2, poison)
    with stack.connect() as connection:
        connection.execute(FORBID_A_VALUE)
        with RunningWorker(stack) as worker:
            send(*messages)
            wait_until(lambda: len(stored(connection)) == len(published.good), "the rest is stored")
            wait_until(lambda: worker.count("guanjia_ingest_unacknowledged") == 0, "all is acknowledged")
            assert worker.events("database_away") == []
        says = 'the database refuses it: new row for relation "reading" violates check constraint "no_13"'
        # hypertables name the chunk, so only the beginning is the same everywhere
        [(reason, detail)] = connection.execute(DETAILS).fetchall()
        assert reason == "wrong_shape"
        assert str(detail).startswith(says)
        keys = connection.execute(KEYS).fetchall()
        assert keys == [("m3", "battery_v", AT), ("m3", "flow_m3h", AT)]


def test_a_status_of_a_device_that_is_gone_is_kept_aside(stack: Stack, send: Send) -> None:
    with RunningWorker(stack), stack.connect() as connection:
        # nobody deletes a device by a command; by hand it can be done
        connection.execute("DELETE FROM device WHERE code = 'm3'")
        send(reading("m3", 1.0), reading("m0", 1.0))
        wait_until(lambda: stored(connection) == [("m0", 1.0)], "the other is stored")
        says = b"SELECT count(*) FROM rejected_message WHERE detail LIKE '%device_event_device_id_fkey%'"
        # it said that it comes and that it goes
        wait_until(lambda: connection.execute(says).fetchone() == (2,), "the statuses are kept")


def test_a_poison_in_the_keys_leaves_the_message_itself(stack: Stack, send: Send) -> None:
    poison = message("m3", orjson.dumps({"at": AT.isoformat(), "values": {"cursed": 1, "flow_m3h": 1}}))
    with stack.connect() as connection:
        connection.execute(FORBID_A_KEY)
        with RunningWorker(stack):
            send(poison, reading("m0", 1.0))
            wait_until(lambda: refusals(connection) == [("wrong_shape", poison.payload)], "it is kept")
            wait_until(lambda: stored(connection) == [("m0", 1.0)], "the other is stored")


def test_many_poisonous_messages_come_each_to_their_own(stack: Stack, send: Send) -> None:
    poisons = [reading(device, 1313) for device in METERS]
    with stack.connect() as connection:
        connection.execute(FORBID_A_VALUE)
        with RunningWorker(stack):
            send(*poisons)
            wait_until(lambda: len(refusals(connection)) == len(poisons), "each is kept")
            assert {payload for _, payload in refusals(connection)} == {each.payload for each in poisons}
            assert len(connection.execute(KEYS).fetchall()) == len(poisons)


def test_a_poison_is_stored_by_a_replay_once_the_database_takes_it(stack: Stack, send: Send) -> None:
    with stack.connect() as connection:
        connection.execute(FORBID_A_VALUE)
        with RunningWorker(stack):
            send(reading("m3", 1313))
            wait_until(lambda: bool(refusals(connection)), "it is kept")

        refused = replayed(stack).splitlines()
        assert "no_13" in refused[0]
        assert refused[1] == "0 settled, 0 readings stored, 1 refused again"
        connection.execute("ALTER TABLE reading DROP CONSTRAINT no_13")
        assert replayed(stack) == "1 settled, 1 readings stored, 0 refused again\n"
        assert stored(connection) == [("m3", 1313.0)]


def test_a_database_without_its_tables_ends_the_worker_with_the_remedy(stack: Stack, send: Send) -> None:
    with stack.connect() as connection:
        connection.execute("ALTER TABLE reading RENAME TO somewhere_else")
    with RunningWorker(stack) as worker:
        send(reading("m0", 1.0))
        wait_until(lambda: worker.error is not None, "it ends")
    assert "the database is not ready for ingest" in str(worker.error)
    assert "run `guanjia db migrate`" in str(worker.error)


def test_a_database_that_has_become_read_only_is_waited_for(stack: Stack, send: Send) -> None:
    # as after a failover; a login's default gives the same answer
    with stack.connect() as connection, RunningWorker(stack) as worker:
        try:
            connection.execute("ALTER ROLE guanjia_ingest_login SET default_transaction_read_only = on")
            connection.execute(END_WORKERS)
            send(reading("m0", 1.0))
            wait_until(lambda: "read-only" in worker.worker.health().database, "it says so")
        finally:
            connection.execute("ALTER ROLE guanjia_ingest_login RESET default_transaction_read_only")
        wait_until(lambda: stored(connection) == [("m0", 1.0)], "it is stored")


def replayed(stack: Stack) -> str:
    done = guanjia(stack, "rejected", "replay", "--reason", "wrong_shape")
    assert done.returncode == 0, done.stderr
    return done.stdout
