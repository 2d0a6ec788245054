"""Golden messages of contract v1: what of each is stored, and what is refused for which reason."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from ingest.decoders.json_v1 import decode
from ingest.directory import KnownDevice, Sender
from ingest.sifting import Sifted, sift
from models.quantities import QUANTITIES
from models.refusals import Reason, Refusal
from models.registry import Protocol
from models.reports import MAX_PAYLOAD_BYTES
from models.topics import Channel

CASES = Path(__file__).parents[2] / "cases" / "json_v1"
NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
DEVICE = KnownDevice(1, "w1", "yard", Protocol.JSON_V1, datetime(2026, 1, 1, tzinfo=UTC))
SENDER = Sender("w1", Channel.TELEMETRY, DEVICE)
AT = b'"at": "2026-11-21T08:15:00+08:00"'

_PARSERS = "in the words of the parser"
_NAMES = {quantity.id: quantity.name for quantity in QUANTITIES}


@pytest.mark.parametrize("case", sorted(folder.name for folder in CASES.iterdir()))
def test_golden_message(case: str) -> None:
    [payload] = CASES.glob(f"{case}/payload.*")
    expected = orjson.loads((CASES / case / "expected.json").read_bytes())
    assert told(sift(decode(payload.read_bytes()), SENDER, NOW)) == expected


def test_every_reason_that_a_payload_can_give_has_a_golden_message() -> None:
    told_reasons = {
        refusal["reason"]
        for file in CASES.glob("*/expected.json")
        for refusal in orjson.loads(file.read_bytes())["refusals"]
    }
    # these three follow from the size, from the registry, and from what is stored already
    elsewhere = {Reason.TOO_LARGE, Reason.UNKNOWN_DEVICE, Reason.CONFLICT}
    assert told_reasons == {reason.value for reason in Reason} - elsewhere


def test_the_largest_payload_is_taken_and_one_byte_more_is_not() -> None:
    report = b'{%s, "values": {"flow_m3h": 1}}' % AT
    largest = report.ljust(MAX_PAYLOAD_BYTES)
    assert len(sift(decode(largest), SENDER, NOW).readings) == 1

    [refusal] = sift(decode(largest + b" "), SENDER, NOW).refusals
    assert refusal == Refusal(Reason.TOO_LARGE, "262145 bytes; the limit is 262144")


def test_a_key_of_ten_kilobytes_is_named_by_its_beginning_and_a_digest() -> None:
    names = [b"k" * 10_000 + end for end in (b"1", b"2")]
    payload = b'{%s, "values": {"%s": 1, "%s": 2}}' % (AT, *names)
    [refusal] = sift(decode(payload), SENDER, NOW).refusals
    first, second = (key.quantity for key in refusal.readings)
    assert first != second
    assert first.startswith("'kkkk")
    assert len(first) < 100
    assert len(refusal.detail) < 200


@pytest.mark.parametrize("depth", [500, 1_000, 100_000])
def test_deep_nesting_is_refused_and_not_fallen_into(depth: int) -> None:
    payload = b'{%s, "values": {"flow_m3h": %s%s}}' % (AT, b"[" * depth, b"]" * depth)
    [refusal] = sift(decode(payload), SENDER, NOW).refusals
    # past its own limit the parser gives up; before it the value is no number
    assert refusal.reason in {Reason.WRONG_SHAPE, Reason.NOT_JSON}


def test_an_unknown_device_has_all_its_readings_refused_and_its_garbage_too() -> None:
    stranger = Sender("w9", Channel.TELEMETRY, None, "no device 'w9'")
    payload = b'[{%s, "values": {"flow_m3h": 1}, "position": {}}, 7]' % AT
    unknown, malformed = sift(decode(payload), stranger, NOW).refusals
    assert unknown.reason is Reason.UNKNOWN_DEVICE
    assert [(key.device, key.quantity) for key in unknown.readings] == [
        ("w9", "flow_m3h"),
        ("w9", "position"),
    ]
    assert malformed == Refusal(Reason.WRONG_SHAPE, "item 1 is no report")


@pytest.mark.parametrize("stamp", ["2026-11-21T09:00:00Z", "1999-01-01T00:00:00Z"])
def test_a_message_delivered_again_is_told_in_the_same_words(stamp: str) -> None:
    payload = orjson.dumps({"at": stamp, "values": {"flow_m3h": 1}})
    first, again = (sift(decode(payload), SENDER, NOW + k * timedelta(minutes=1)) for k in range(2))
    assert first.refusals == again.refusals
    assert first.refusals


def told(sifted: Sifted) -> dict[str, object]:
    """Return what came of a message in the words of expected.json."""
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    return {
        "readings": [
            [_NAMES[quantity], (epoch + timedelta(microseconds=at)).isoformat(), value]
            for quantity, at, value in sifted.readings
        ],
        "fixes": [{"at": at.astimezone(UTC).isoformat()} | fix._asdict() for at, fix in sifted.fixes],
        "refusals": [
            {
                "reason": refusal.reason.value,
                "detail": _PARSERS if refusal.reason is Reason.NOT_JSON else refusal.detail,
                "readings": [[key.quantity, key.at.isoformat()] for key in refusal.readings],
            }
            for refusal in sifted.refusals
        ],
    }
