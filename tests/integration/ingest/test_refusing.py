"""What is not stored: copies are dropped, everything else is recorded once."""

import orjson
import pytest

from models.reports import MAX_PAYLOAD_BYTES
from tests.ingest_stack.outage import await_a_blocked_writer, table_locked
from tests.ingest_stack.published import Published, message
from tests.ingest_stack.running import RunningWorker
from tests.ingest_stack.samples import AT, reading
from tests.ingest_stack.site import METERS, NEWCOMER
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until
from tests.integration.ingest.conftest import Send
from tests.integration.ingest.contents import conflicts, refusals, stored

FIX = {"lon": 106.07, "lat": 38.02, "speed_kmh": 43.0, "satellites": 14, "system": "BDS"}
REFUSED = {
    "not_json": message("m0", b"{"),
    "wrong_shape": message("m0", b"7"),
    "time_missing": message("m0", b'{"values": {"flow_m3h": 1}}'),
    "future": message("m0", b'{"at": "2100-01-01T00:00:00Z", "values": {"flow_m3h": 1}}'),
    "too_old": message("m0", b'{"at": 0, "values": {"flow_m3h": 1}}'),
    "unknown_quantity": message("m0", b'{"at": "2026-05-05T05:05:05+23:59", "values": {"colour": 1}}'),
    "out_of_range": reading("m0", 1e9),
    "too_large": message("m0", b" " * (MAX_PAYLOAD_BYTES + 1)),
    "unknown_device": reading(NEWCOMER, 1.0),
}


def test_each_refusal_is_kept_once_however_often_it_is_delivered(stack: Stack, send: Send) -> None:
    with RunningWorker(stack) as worker, stack.connect() as connection:
        for _ in range(3):
            send(*REFUSED.values())
        for reason in REFUSED:
            wait_until(lambda reason=reason: rejected(worker, reason) >= 3, f"{reason} came three times")
        assert sorted(refusals(connection)) == sorted((key, each.payload) for key, each in REFUSED.items())
        assert not stored(connection)


def test_copies_are_dropped_and_counted(stack: Stack, send: Send) -> None:
    published = Published()
    messages = list(published.messages(METERS, range(5)))
    with RunningWorker(stack) as worker, stack.connect() as connection:
        send(*messages)
        send(*messages, *messages)
        wait_until(lambda: duplicates(worker) == 2 * len(published.good), "the copies are counted")
        published.check(connection)
        assert not refusals(connection)


def test_of_two_values_the_first_is_kept_and_the_second_recorded_once(stack: Stack, send: Send) -> None:
    with RunningWorker(stack) as worker, stack.connect() as connection:
        for value in (1.0, 2.0, 2.0):
            send(reading("m0", value))
        wait_until(lambda: rejected(worker, "conflict") == 2, "the second came twice")
        assert conflicts(connection) == ["1.0 is stored, 2.0 came later"]
        assert stored(connection) == [("m0", 1.0)]


def test_of_two_values_in_one_batch_the_first_is_kept_too(stack: Stack, send: Send) -> None:
    with RunningWorker(stack) as worker, stack.connect() as connection:
        with table_locked(stack):
            send(reading("m1", 0.0))
            await_a_blocked_writer(stack)
            # while the first batch waits for the lock, these become one
            send(reading("m0", 1.0), reading("m0", 2.0), reading("m0", 1.0))
            wait_until(lambda: worker.count("guanjia_ingest_unacknowledged") >= 4, "all have come")
        wait_until(lambda: bool(conflicts(connection)), "it is recorded")
        assert conflicts(connection) == ["1.0 is stored, 2.0 came later"]
        assert stored(connection) == [("m0", 1.0), ("m1", 0.0)]


def test_of_two_values_in_one_message_the_first_is_kept_too(stack: Stack, send: Send) -> None:
    reports = [{"at": AT.isoformat(), "values": {"flow_m3h": value}} for value in (1.0, 2.0, 3.0)]
    with RunningWorker(stack), stack.connect() as connection:
        send(message("m0", orjson.dumps(reports)))
        wait_until(lambda: bool(conflicts(connection)), "it is recorded")
        assert conflicts(connection) == ["1.0 is stored, 2.0 came later (and 1 more)"]
        assert stored(connection) == [("m0", 1.0)]


@pytest.mark.parametrize("change", [{"lon": 107.0}, {"speed_kmh": 44.0}, {"satellites": None}])
def test_of_two_fixes_the_first_is_kept_and_the_second_recorded(
    stack: Stack, send: Send, change: dict[str, float | None]
) -> None:
    first, second = (
        message("t0", orjson.dumps({"at": AT.isoformat(), "position": fix})) for fix in (FIX, FIX | change)
    )
    with RunningWorker(stack) as worker, stack.connect() as connection:
        send(first, second, first)
        wait_until(lambda: rejected(worker, "conflict") == 1, "the second is recorded")
        wait_until(lambda: duplicates(worker) == 1, "the copy is dropped")
        rows = connection.execute("SELECT at, lon, lat, speed_kmh, satellites, system FROM position")
        assert rows.fetchall() == [(AT, 106.07, 38.02, 43.0, 14, "BDS")]
        assert [payload for _, payload in refusals(connection)] == [second.payload]


def duplicates(worker: RunningWorker) -> float:
    return worker.count("guanjia_ingest_duplicates_total")


def rejected(worker: RunningWorker, reason: str) -> float:
    return worker.count("guanjia_ingest_rejected_total", reason=reason)
