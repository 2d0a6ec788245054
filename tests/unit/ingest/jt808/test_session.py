"""The dialogue with a terminal: who is let in, what is published, what is answered."""

from datetime import UTC, datetime

import orjson
import pytest

from ingest.decoders.json_v1 import decode
from ingest.directory import KnownDevice, Sender
from ingest.gateways.jt808.codes import Codes
from ingest.gateways.jt808.faults import Cut
from ingest.gateways.jt808.framing import Deframer, content
from ingest.gateways.jt808.header import Frame, Version, parse
from ingest.gateways.jt808.limits import LIMITS, Limits
from ingest.gateways.jt808.messages import MessageId, ask_for_parts
from ingest.gateways.jt808.parts import Parts, Room
from ingest.gateways.jt808.session import Session, Turn
from ingest.gateways.jt808.terminals import Terminal, Terminals
from ingest.sifting import sift
from models.errors import ConfigError
from models.refusals import Reason
from models.registry import Protocol, Vehicle
from models.reports import MAX_PAYLOAD_BYTES
from models.topics import Channel
from simulators.jt808 import wire

NOW = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)
CODES = Codes("s" * 32)
PLATE = "宁A00100"
VEHICLE = Vehicle(
    plate=PLATE, type="SUV", institution="jgj", device="13912344329", valid_from=NOW.replace(year=2025)
)
TERMINALS = Terminals([Terminal("13912344329", "yard", (VEHICLE,)), Terminal("0815", "yard")])
FIX = wire.Fix("261128120000", 38.5, 106.2, odometer_km=15_234.1, fuel_l=41.5, satellites=14, alarms=0b10)


def who(phone: str = "13912344329", plate: str = PLATE, year: int = 2013) -> wire.Identity:
    return wire.Identity(phone, plate, year)


def received(data: bytes) -> list[Frame]:
    return [parse(content(piece)) for piece in Deframer().feed(data) if isinstance(piece, bytes)]


class Dialogue:
    """A session, and a terminal at its other end."""

    def __init__(self, identity: wire.Identity, limits: Limits = LIMITS) -> None:
        self.who = identity
        self.room = Room(limits.parts_bytes_of_all)
        self.session = Session(CODES, Parts(limits, self.room))

    def say(self, message_id: int, body: bytes = b"", serial: int = 9) -> Turn:
        [turn] = self.hear(wire.frame(self.who, message_id, serial, body))
        return turn

    def hear(self, data: bytes, clock: float = 0.0) -> list[Turn]:
        return [self.session.take(frame, TERMINALS, NOW, clock) for frame in received(data)]

    def sign_on(self) -> "Dialogue":
        code = CODES.of(self.who.phone.lstrip("0"))
        assert self.say(wire.AUTHENTICATE, wire.authentication(self.who, code)).joined is not None
        return self


def results(turn: Turn) -> list[int]:
    return [reply.body[4] for reply in turn.replies if reply.message_id == MessageId.PLATFORM_REPLY]


@pytest.mark.parametrize("year", [2013, 2019])
def test_a_terminal_of_the_registry_gets_a_code_that_lets_it_in(year: int) -> None:
    dialogue = Dialogue(who(year=year))
    [reply] = dialogue.say(wire.REGISTER, wire.registration(dialogue.who)).replies
    assert (reply.message_id, reply.body[:3]) == (MessageId.REGISTER_REPLY, b"\x00\x09\x00")
    turn = dialogue.say(wire.AUTHENTICATE, wire.authentication(dialogue.who, reply.body[3:].decode()))
    assert turn.joined == TERMINALS.find("13912344329")
    assert results(turn) == [0]


@pytest.mark.parametrize(
    ("identity", "result", "cut"),
    [
        (who(phone="13900000000"), 4, Cut.UNKNOWN_TERMINAL),
        (who(phone="0"), 4, Cut.UNKNOWN_TERMINAL),
        (who(plate="宁A00200"), 2, Cut.OTHER_VEHICLE),
    ],
)
def test_others_are_not_registered(identity: wire.Identity, result: int, cut: Cut) -> None:
    turn = Dialogue(identity).say(wire.REGISTER, wire.registration(identity))
    assert turn.cut is cut
    # who is refused gets no code
    assert [reply.body for reply in turn.replies] == [bytes([0, 9, result])]


def test_a_terminal_on_no_vehicle_may_have_any_plate() -> None:
    dialogue = Dialogue(who("0815", "宁A99999"))
    assert dialogue.say(wire.REGISTER, wire.registration(dialogue.who)).cut is None


@pytest.mark.parametrize("code", ["", "0" * 32, CODES.of("815")])
def test_the_code_of_another_terminal_lets_nobody_in(code: str) -> None:
    turn = Dialogue(who()).say(wire.AUTHENTICATE, code.encode())
    assert (results(turn), turn.cut, turn.joined) == ([1], Cut.WRONG_CODE, None)


@pytest.mark.parametrize("message_id", [wire.LOCATION, wire.BATCH, wire.HEARTBEAT, 0x0900])
def test_who_has_not_authenticated_is_cut_off_and_nothing_is_published(message_id: int) -> None:
    turn = Dialogue(who()).say(message_id, wire.location(FIX))
    assert (results(turn), turn.cut, turn.payloads) == ([1], Cut.NOT_AUTHENTICATED, ())


def test_a_location_becomes_a_report_of_the_contract() -> None:
    turn = Dialogue(who()).sign_on().say(wire.LOCATION, wire.location(FIX))
    [payload] = turn.payloads
    assert orjson.loads(payload) == {
        "at": "2026-11-28T12:00:00+08:00",
        "seq": 9,
        "position": {
            "lon": 106.2,
            "lat": 38.5,
            "altitude_m": 1100,
            "speed_kmh": 0.0,
            "heading_deg": 0,
            "satellites": 14,
            "system": "BDS",
        },
        "values": {"ignition": 1, "alarm_bits": 2, "odometer_km": 15234.1, "fuel_l": 41.5},
    }
    assert (results(turn), turn.alarms) == ([0], ("overspeed",))


@pytest.mark.parametrize(
    "fix", [wire.Fix("261128120000", 0, 0, fixed=False), wire.Fix("261128120000", 1, 1, system_bit=5)]
)
def test_what_is_no_fix_or_an_encrypted_one_is_no_position(fix: wire.Fix) -> None:
    [payload] = Dialogue(who()).sign_on().say(wire.LOCATION, wire.location(fix)).payloads
    assert orjson.loads(payload).keys() == {"at", "seq", "values"}


def test_what_cannot_be_read_goes_where_refused_messages_are_kept() -> None:
    wrong = wire.location(wire.Fix("261328120000", 38.5, 106.2))
    dialogue = Dialogue(who()).sign_on()
    alone = dialogue.say(wire.LOCATION, wrong)
    among = dialogue.say(wire.BATCH, wire.batch([wire.location(FIX), wrong]))
    assert (results(alone), results(among)) == ([2], [0])
    device = KnownDevice(1, "13912344329", "yard", Protocol.JSON_V1, NOW.replace(year=2025))
    for turn, readings, fixes in ((alone, 0, 0), (among, 4, 1)):
        [payload] = turn.payloads
        sifted = sift(decode(payload), Sender("13912344329", Channel.TELEMETRY, device), NOW)
        assert (len(sifted.readings), len(sifted.fixes)) == (readings, fixes)
        assert [refusal.reason for refusal in sifted.refusals] == [Reason.TIME_MISSING]
        assert wrong.hex().encode() in payload


def test_a_message_in_parts_is_published_once_and_every_part_answered() -> None:
    dialogue = Dialogue(who(year=2019)).sign_on()
    body = wire.batch([wire.location(FIX)] * 40)
    frames = wire.parted(dialogue.who, wire.BATCH, 0xFFFE, body, 500)
    # the serials run over their end, and the parts come in any order
    turns = dialogue.hear(b"".join(frames[1:] + frames[:1]))
    assert turns[:-1] == [Turn()] * (len(frames) - 1)
    [payload] = turns[-1].payloads
    assert len(orjson.loads(payload)) == 40
    serials = [int.from_bytes(reply.body[:2]) for reply in turns[-1].replies]
    assert serials == [(0xFFFE + number) & 0xFFFF for number in range(len(frames))]
    assert dialogue.room.taken == 0


def test_parts_that_do_not_come_in_time_or_are_too_many_are_dropped() -> None:
    limits = Limits(parts_bytes=2_000, parts_seconds=60)
    dialogue = Dialogue(who(), limits).sign_on()
    first, second, *_ = wire.parted(dialogue.who, wire.BATCH, 1, b"\0" * 1_000, 500)
    dialogue.hear(first, clock=0.0)
    assert dialogue.room.taken > 500
    assert dialogue.hear(second, clock=61.0) == [Turn()]
    empty = [wire.frame(dialogue.who, wire.BATCH, number, b"", (9_999, number)) for number in range(1, 9)]
    dialogue.hear(b"".join(empty), clock=61.0)
    assert dialogue.session.parts.dropped >= 2
    assert dialogue.room.taken <= 2_000
    dialogue.session.parts.close()
    assert dialogue.room.taken == 0


@pytest.mark.parametrize(("year", "count"), [(2013, "02"), (2019, "0002")])
def test_missing_parts_are_asked_for_after_a_while_and_complete_the_message(year: int, count: str) -> None:
    dialogue = Dialogue(who(year=year)).sign_on()
    parts = dialogue.session.parts
    frames = wire.parted(dialogue.who, wire.BATCH, 0xFFFF, wire.batch([wire.location(FIX)] * 40), 500)
    dialogue.hear(frames[1] + b"".join(frames[3:]))
    assert list(parts.missing(9.9)) == []
    [missing] = parts.missing(10.0)
    body = ask_for_parts(missing.of.version, missing.first, missing.numbers)
    assert body.hex() == f"ffff{count}00010003"
    # a terminal needs some time
    assert list(parts.missing(10.1)) == []
    *_, turn = dialogue.hear(frames[0] + frames[2], clock=11.0)
    assert len(orjson.loads(turn.payloads[0])) == 40
    assert list(parts.missing(30.0)) == []


def test_no_more_parts_are_asked_for_than_a_byte_can_count() -> None:
    dialogue = Dialogue(who()).sign_on()
    dialogue.hear(wire.frame(dialogue.who, wire.BATCH, 500, b"", (400, 400)))
    [missing] = dialogue.session.parts.missing(10.0)
    assert missing.numbers == tuple(range(1, 256))
    assert (missing.first, len(ask_for_parts(Version.V2013, missing.first, missing.numbers))) == (101, 513)


def test_a_long_backlog_is_published_in_messages_of_the_contract() -> None:
    dialogue = Dialogue(who(), Limits(parts_bytes=10**6)).sign_on()
    body = wire.batch([wire.location(FIX)] * 1_500)
    turns = dialogue.hear(b"".join(wire.parted(dialogue.who, wire.BATCH, 1, body, 1_000)))
    payloads = turns[-1].payloads
    assert len(payloads) > 1
    assert max(map(len, payloads)) <= MAX_PAYLOAD_BYTES
    assert sum(len(orjson.loads(payload)) for payload in payloads) == 1_500


@pytest.mark.parametrize(
    ("message_id", "result", "cut"),
    [(wire.HEARTBEAT, [0], None), (wire.LOGOUT, [0], Cut.LOGOUT), (0x0900, [3], None), (0x0001, [], None)],
)
def test_other_messages_are_answered_as_the_standard_says(
    message_id: int, result: list[int], cut: Cut | None
) -> None:
    turn = Dialogue(who()).sign_on().say(message_id)
    assert (results(turn), turn.cut, turn.payloads) == (result, cut, ())


def test_another_terminal_on_the_same_connection_is_cut_off() -> None:
    dialogue = Dialogue(who()).sign_on()
    dialogue.who = who("0815")
    assert dialogue.say(wire.LOCATION, wire.location(FIX)).cut is Cut.OTHER_TERMINAL


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ConfigError, match="openssl rand"):
        Codes("short")
