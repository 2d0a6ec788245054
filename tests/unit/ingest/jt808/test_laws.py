"""What holds for any bytes: one kind of error, no matter how they are split; what is written is read."""

from contextlib import suppress
from datetime import datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.gateways.jt808.faults import FrameError
from ingest.gateways.jt808.framing import LONGEST_FRAME, Deframer, content, framed
from ingest.gateways.jt808.header import Frame, Header, Part, Version, encoded, parse
from ingest.gateways.jt808.location import BEIJING, batch, location
from ingest.gateways.jt808.messages import authentication_code, registration
from simulators.jt808 import wire

NOISE = st.lists(
    st.one_of(
        st.binary(max_size=40),
        st.sampled_from([b"\x7e", b"\x7d", b"\x7d\x01", b"\x00" * (LONGEST_FRAME + 1)]),
    ),
    max_size=12,
).map(b"".join)
YEARS = datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2099-12-31")
DIGITS = {
    year: st.text("0123456789", min_size=1, max_size=12 if year == 2013 else 20) for year in (2013, 2019)
}


def pieces(chunks: list[bytes]) -> list[bytes | str]:
    deframer = Deframer()
    found = [piece for chunk in chunks for piece in deframer.feed(chunk)]
    return [str(piece) if isinstance(piece, FrameError) else piece for piece in found]


@given(NOISE, st.lists(st.integers(0, 6_000), max_size=6))
def test_any_split_of_a_stream_gives_the_same_frames(stream: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    chunks = [stream[begin:end] for begin, end in pairwise(edges)]
    assert pieces(chunks) == pieces([stream]) == pieces([bytes([byte]) for byte in stream])


@given(st.binary(max_size=120), st.sampled_from([2013, 2019]))
def test_any_bytes_are_a_message_or_the_one_error(body: bytes, year: int) -> None:
    frame = Frame(Header(0, "1", 0, Version(year)), body)
    for read in (
        lambda: parse(content(body)),
        lambda: parse(body),
        lambda: location(body),
        lambda: list(batch(body)),
        lambda: registration(frame),
        lambda: authentication_code(frame),
    ):
        with suppress(FrameError):
            read()


@given(
    st.integers(0, 0xFFFF),
    st.integers(0, 0xFFFF),
    st.sampled_from([2013, 2019]),
    st.binary(max_size=1023),
    st.none() | st.tuples(st.integers(1, 0xFFFF), st.integers(1, 0xFFFF)),
    st.data(),
)
def test_a_frame_that_is_written_is_read_the_same(
    message_id: int, serial: int, year: int, body: bytes, part: tuple[int, int] | None, data: st.DataObject
) -> None:
    phone = data.draw(DIGITS[year]).zfill(12 if year == 2013 else 20)
    part = (max(part), min(part)) if part else None
    header = Header(message_id, phone, serial, Version(year), Part(*part) if part else None)
    ours = encoded(Frame(header, body))
    assert ours == wire.frame(wire.Identity(phone, year=year), message_id, serial, body, part)
    [piece] = Deframer().feed(ours)
    assert isinstance(piece, bytes)
    assert parse(content(piece)) == Frame(header, body)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_no_single_wrong_byte_passes(plain: bytes, data: st.DataObject) -> None:
    [piece] = Deframer().feed(framed(plain))
    assert isinstance(piece, bytes)
    place = data.draw(st.integers(0, len(piece) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte not in {piece[place], 0x7E}))
    try:
        read = content(piece[:place] + bytes([other]) + piece[place + 1 :])
    except FrameError:
        return
    # an escape may turn into another byte with what follows it; then the content has another length
    assert len(read) != len(plain)


@given(
    st.datetimes(*YEARS, timezones=st.just(BEIJING)),
    st.integers(-90_000_000, 90_000_000),
    st.integers(-180_000_000, 180_000_000),
    st.integers(-500, 9_000),
    st.integers(0, 4_000),
    st.integers(0, 40_000_000),
)
def test_a_location_that_is_written_is_read_the_same(
    at: datetime, lat: int, lon: int, altitude: int, speed: int, odometer: int
) -> None:
    fix = wire.Fix(
        f"{at:%y%m%d%H%M%S}",
        lat / 1e6,
        lon / 1e6,
        altitude,
        speed / 10,
        359,
        odometer_km=odometer / 10,
        satellites=14,
    )
    read = location(wire.location(fix))
    assert read.at == at.replace(microsecond=0)
    assert (read.lat, read.lon, read.altitude_m) == (fix.lat, fix.lon, altitude)
    assert (read.speed_kmh, read.odometer_km, read.satellites) == (speed / 10, odometer / 10, 14)
    assert (read.system, read.ignition, read.fixed) == ("BDS", True, True)
