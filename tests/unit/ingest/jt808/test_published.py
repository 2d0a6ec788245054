"""Frames that others have published, of terminals in use: what they mean is worked out by hand."""

import re
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from ingest.gateways.jt808.faults import FrameError
from ingest.gateways.jt808.framing import Deframer, content
from ingest.gateways.jt808.header import Frame, Header, Version, encoded, parse
from ingest.gateways.jt808.location import ALARMS, Location, batch, location
from ingest.gateways.jt808.messages import (
    MessageId,
    RegisterResult,
    Result,
    authentication_code,
    platform_reply,
    register_reply,
    registration,
)

CASES: dict[str, Any] = orjson.loads(
    (Path(__file__).parents[3] / "cases" / "jt808" / "frames.json").read_bytes()
)


def frame_of(text: str) -> Frame:
    [piece] = Deframer().feed(bytes.fromhex(text))
    assert isinstance(piece, bytes)
    return parse(content(piece))


@pytest.mark.parametrize("case", CASES["locations"], ids=lambda case: case["name"])
def test_a_published_location_is_read_as_it_is_meant(case: dict[str, Any]) -> None:
    frame = frame_of(case["hex"])
    header = Header(0x0200, case["phone"], case["serial"], Version(case["year"]))
    assert frame.header == header
    told, meant = location(frame.body), case["is"]
    assert told.at == datetime.fromisoformat(meant["at"])
    plain = {
        name: value for name, value in asdict(told).items() if name in meant and name not in {"at", "others"}
    }
    assert plain == {name: meant[name] for name in plain}
    assert (told.ignition, told.fixed, told.system) == (meant["ignition"], meant["fixed"], meant["system"])
    assert list(told.alarms) == meant["alarms"]
    assert {str(number): value for number, value in told.others.items()} == meant["others"]


@pytest.mark.parametrize("case", CASES["batches"], ids=lambda case: case["name"])
def test_a_published_batch_is_read_as_it_is_meant(case: dict[str, Any]) -> None:
    frame = frame_of(case["hex"])
    assert frame.header.phone == case["phone"]
    found = list(batch(frame.body))
    assert len(found) == case["count"]
    assert all(isinstance(each, Location) for each in found)
    instants = [each.at.isoformat() for each in found if isinstance(each, Location)]
    assert (instants[0], instants[-1]) == (case["first"], case["last"])


@pytest.mark.parametrize("case", CASES["registrations"], ids=lambda case: case["terminal_id"])
def test_a_published_registration_is_read_as_it_is_meant(case: dict[str, Any]) -> None:
    told = asdict(registration(frame_of(case["hex"])))
    assert told == {name: case[name] for name in told}


@pytest.mark.parametrize("case", CASES["codes"], ids=lambda case: case["code"])
def test_a_published_authentication_is_read_as_it_is_meant(case: dict[str, Any]) -> None:
    assert authentication_code(frame_of(case["hex"])).decode("ascii") == case["code"]


def test_a_published_heartbeat_is_read_as_it_is_meant() -> None:
    case = CASES["heartbeat"]
    frame = frame_of(case["hex"])
    assert frame == Frame(Header(MessageId.HEARTBEAT, case["phone"], case["serial"]), b"")


@pytest.mark.parametrize("case", CASES["refused"])
def test_a_published_frame_whose_checksum_is_wrong_is_refused(case: dict[str, Any]) -> None:
    with pytest.raises(FrameError) as refusal:
        frame_of(case["hex"])
    assert refusal.value.fault == case["fault"]


def test_replies_are_written_as_published() -> None:
    reply, registered = CASES["replies"]
    phone = "013912344329"
    done = platform_reply(reply["serial"], reply["of"], Result.DONE)
    header = Header(MessageId.PLATFORM_REPLY, phone, 0, Version.V2019)
    assert encoded(Frame(header, done)).hex() == reply["hex"]
    let_in = register_reply(registered["serial"], RegisterResult.DONE, registered["code"])
    header = Header(MessageId.REGISTER_REPLY, phone, 0, Version.V2019)
    assert encoded(Frame(header, let_in)).hex() == registered["hex"]


def test_the_view_of_alarms_names_the_flags_as_the_gateway_does() -> None:
    sql = (Path(__file__).parents[4] / "storage/migrations/sql/0031_terminal_alarms.sql").read_text("utf-8")
    assert {int(bit): name for bit, name in re.findall(r"\((\d+), '(\w+)'\)", sql)} == ALARMS
