"""Laws of the way from bytes to rows, for whatever a device may send."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.decoders.json_v1 import decode, instant
from ingest.directory import Directory, KnownDevice, Sender
from ingest.intake import knows_all_senders, refill, refused, take
from ingest.sifting import sift
from models.quantities import QUANTITIES
from models.refusals import Reason, Refusal
from models.registry import Protocol
from models.reports import Report
from models.topics import Channel
from storage.telemetry import Arrival, Batch
from tests.unit.ingest.payloads import INSTALLED_AT, NOW, documents, near_payloads, reports

DEVICE = KnownDevice(1, "w1", "yard", Protocol.JSON_V1, INSTALLED_AT)
DIRECTORY = Directory(1, [DEVICE])
EMPTY = Directory(0, [])
TELEMETRY = "v1/yard/w1/telemetry"
STATUS = "v1/yard/w1/status"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
NESTED = b'{"at": "2026-05-05T00:00:00Z", "values": {"flow_m3h": %s%s}}' % (b"[" * 1015, b"]" * 1015)

_NAMES = {quantity.id: quantity.name for quantity in QUANTITIES}
_COPY_HEADER = 19

topics = st.sampled_from([TELEMETRY, STATUS, "v1/other/w1/telemetry", "v1/yard/w9/telemetry", "x"])


def taken(payload: bytes, topic: str = TELEMETRY, directory: Directory = DIRECTORY) -> Batch:
    batch = Batch(NOW)
    take(batch, Arrival(topic, payload), directory, NOW)
    return batch


@given(st.binary() | documents.map(orjson.dumps) | near_payloads, topics | st.text())
@example(b'{"state": []}', STATUS)
@example(b'{"state": {"a": 1}}', STATUS)
@example(
    b'{"at": "2026-05-05T00:00:00Z", "values": {"flow_m3h": %s%s}}' % (b"[" * 1015, b"]" * 1015), TELEMETRY
)
def test_nothing_that_arrives_raises_and_nothing_is_dropped_in_silence(payload: bytes, topic: str) -> None:
    batch = taken(payload, topic)
    assert batch.readings or batch.fixes or batch.refusals or batch.events


@given(st.binary() | near_payloads, topics)
def test_what_is_kept_of_a_refusal_fits_into_the_database(payload: bytes, topic: str) -> None:
    for _, refusal in taken(payload, topic).refusals:
        assert "\0" not in refusal.detail
        assert len(refusal.detail) < 400
        for key in refusal.readings:
            assert "\0" not in key.quantity + key.device
            assert len(key.quantity) < 400
            assert key.at.utcoffset() == timedelta(0)


@given(near_payloads)
def test_every_reading_a_payload_names_is_stored_or_refused(payload: bytes) -> None:
    batch = taken(payload)
    refused_keys = {(key.quantity, key.at) for _, refusal in batch.refusals for key in refusal.readings}
    assert named(payload) == {*stored_keys(batch), *refused_keys}


@given(near_payloads)
def test_a_refused_message_names_the_readings_it_would_have_stored(payload: bytes) -> None:
    batch = refused(taken(payload), DIRECTORY, Reason.WRONG_SHAPE, "the database refuses it")
    assert not batch.readings
    assert not batch.fixes
    assert {(key.quantity, key.at) for _, refusal in batch.refusals for key in refusal.readings} == named(
        payload
    )
    assert batch.refusals


def test_a_refused_status_is_refused_in_the_same_words() -> None:
    batch = refused(taken(b'{"state": "online"}', STATUS), DIRECTORY, Reason.WRONG_SHAPE, "it says so")
    assert batch.refusals == [(0, Refusal(Reason.WRONG_SHAPE, "it says so"))]
    assert not batch.events


@given(st.lists(near_payloads | st.binary(), max_size=5), st.lists(topics, min_size=5, max_size=5))
def test_a_batch_made_again_is_the_same(payloads: list[bytes], where: list[str]) -> None:
    batch = Batch(NOW)
    for number, (payload, topic) in enumerate(zip(payloads, where, strict=False)):
        take(batch, Arrival(topic, payload), DIRECTORY, NOW - timedelta(seconds=9 - number))
    assert refill(batch, DIRECTORY) == batch


@given(st.lists(reports, min_size=1, max_size=5))
def test_what_a_device_encodes_is_what_is_decoded(written: list[Report]) -> None:
    one_by_one = [sifted(orjson.dumps(encoded(report))) for report in written]
    at_once = sifted(orjson.dumps([encoded(report) for report in written]))
    values = [(name, report.at, value) for report in written for name, value in report.values.items()]
    fixes = [(report.at, report.position) for report in written if report.position is not None]
    assert readings(at_once) == values
    assert at_once.fixes == fixes
    assert not at_once.refusals
    assert [reading for each in one_by_one for reading in readings(each)] == values


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        (b'{"state": "online", "at": "2026-11-21T00:15:00Z"}', ("online", NOW - timedelta(minutes=15))),
        (b'{"state": "offline"}', ("offline", NOW)),
        (b'{"state": "offline", "at": "tomorrow"}', ("offline", NOW)),
        (b'{"state": "online", "at": "2026-11-22T00:00:00Z"}', ("online", NOW)),
    ],
    ids=["stamped", "last will", "stamp is a word", "stamped ahead of its arrival"],
)
def test_a_status_becomes_an_event(payload: bytes, kind: tuple[str, datetime]) -> None:
    [event] = taken(payload, STATUS).events
    assert (event.kind, event.at) == kind


@pytest.mark.parametrize("payload", [b'{"state": "asleep"}', b'{"state": []}', b"[]", b"online", b""])
def test_a_status_that_is_none_is_refused(payload: bytes) -> None:
    [(_, refusal)] = taken(payload, STATUS).refusals
    assert refusal.reason in {Reason.WRONG_SHAPE, Reason.NOT_JSON}


def test_a_message_is_judged_by_its_own_arrival_and_not_by_its_batchs() -> None:
    # a database away for an hour leaves an hour between the first and the last message of a batch
    batch = Batch(NOW)
    for minutes in (0, 60):
        at = NOW + timedelta(minutes=minutes)
        report = orjson.dumps({"at": at.isoformat(), "values": {"flow_m3h": 1}})
        take(batch, Arrival(TELEMETRY, report), DIRECTORY, at)
    assert batch.readings == 2
    assert not batch.refusals
    assert refill(batch, DIRECTORY).readings == 2


def test_a_batch_is_right_again_when_its_device_has_become_known() -> None:
    payload = orjson.dumps({"at": NOW.isoformat(), "values": {"flow_m3h": 1}})
    batch = taken(payload, directory=EMPTY)
    assert not knows_all_senders(batch)
    again = refill(batch, DIRECTORY)
    assert knows_all_senders(again)
    assert again.readings == 1


@pytest.mark.parametrize(
    ("topic", "says"),
    [
        ("v1/yard/w9/telemetry", "no device 'w9' in the registry; add it with `guanjia registry apply`"),
        ("v1/other/w1/telemetry", "device 'w1' belongs to site 'yard', not 'other'"),
        ("v1/yard/w1/telemetry/x", "the topic is none of the contract's"),
        (f"v1/{'s' * 60_000}/w1/telemetry", f"device 'w1' belongs to site 'yard', not {'s' * 80!r}"),
    ],
)
def test_a_sender_that_is_not_known_is_told_why(topic: str, says: str) -> None:
    [(_, refusal)] = taken(b'{"at": 1795220100000, "values": {"flow_m3h": 1}}', topic).refusals
    assert (refusal.reason, refusal.detail) == (Reason.UNKNOWN_DEVICE, says)


def test_what_a_batch_holds_grows_with_its_messages_rows_and_refusals() -> None:
    report = b'{"at": 1795220100000, "values": {"flow_m3h": 1}}'
    strange = b'{"at": 1795220100000, "values": {%s}}' % b", ".join(b'"q%d": 1' % n for n in range(100))
    empty, one = Batch(NOW).held_bytes, taken(report).held_bytes
    assert empty < 100
    assert len(report) + 46 < one < 1_000
    assert taken(strange).held_bytes > 100 * 100


def encoded(report: Report) -> dict[str, Any]:
    position = {} if report.position is None else {"position": report.position._asdict()}
    return {"at": report.at.isoformat(), "values": report.values, **position}


def sifted(payload: bytes) -> Any:
    return sift(decode(payload), Sender("w1", Channel.TELEMETRY, DEVICE), NOW)


def readings(of: Any) -> list[tuple[str, datetime, float]]:
    return [(_NAMES[q], EPOCH + timedelta(microseconds=at), value) for q, at, value in of.readings]


def named(payload: bytes) -> set[tuple[str, datetime]]:
    """Return the keys that stand in a payload, read without the code under test but for the stamp's."""
    document = orjson.loads(payload)
    found: set[tuple[str, datetime]] = set()
    for report in document if isinstance(document, list) else [document]:
        if not isinstance(report, dict) or not isinstance(report.get("values", {}), dict):
            continue
        at = instant(report.get("at"))
        if isinstance(at, datetime):
            others = [name for name in report if name not in {"at", "seq", "values", "position"}]
            fix = ["position"] if report.get("position") is not None else []
            found |= {(storable(name), at) for name in (*report.get("values", {}), *others, *fix)}
    return found


def storable(name: str) -> str:
    """Return the name under which a refused quantity is kept, by way of one that is refused."""
    [(_, refusal)] = taken(orjson.dumps({"at": 1795220100000, "values": {name: None}})).refusals
    [key] = refusal.readings
    return key.quantity


def stored_keys(batch: Batch) -> Iterator[tuple[str, datetime]]:
    for row in copied(batch.reading_copy):
        yield _NAMES[int.from_bytes(row[2])], EPOCH + timedelta(microseconds=signed(row[3]))
    for row in copied(batch.fix_copy):
        yield "position", EPOCH + timedelta(microseconds=signed(row[2]))


def signed(field: bytes) -> int:
    return int.from_bytes(field, signed=True)


def copied(stream: bytes) -> Iterator[list[bytes]]:
    """Return the rows of a COPY stream, NULL as no bytes."""
    place = _COPY_HEADER
    while (columns := signed(stream[place : place + 2])) != -1:
        place += 2
        row: list[bytes] = []
        for _ in range(columns):
            length = max(signed(stream[place : place + 4]), 0)
            row.append(stream[place + 4 : place + 4 + length])
            place += 4 + length
        yield row
