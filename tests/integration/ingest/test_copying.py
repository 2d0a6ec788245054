"""Rows packed by hand are what PostgreSQL reads."""

import struct
from collections.abc import Generator
from datetime import UTC, datetime

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.reports import Position, SatelliteSystem
from storage import telemetry
from storage.copying import HEADER, TRAILER, fix_row, microseconds, reading_rows
from storage.database import connect
from storage.embedded import EmbeddedPostgres

INT4 = st.integers(-(2**31), 2**31 - 1)
INSTANTS = st.datetimes(datetime(1, 1, 2), datetime(8999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
DOUBLES = st.floats(allow_nan=False)
SINGLES = st.none() | st.floats(allow_nan=False, width=32)
FIXES = st.builds(
    Position,
    lon=DOUBLES,
    lat=DOUBLES,
    altitude_m=SINGLES,
    speed_kmh=SINGLES,
    heading_deg=SINGLES,
    satellites=st.none() | st.integers(-(2**15), 2**15 - 1),
    system=st.none() | st.sampled_from(SatelliteSystem),
)


@pytest.fixture(scope="module")
def session(postgres: EmbeddedPostgres) -> Generator[psycopg.Connection]:
    with connect(postgres.url(), application="test-copying") as connection:
        telemetry.prepare(connection)
        yield connection


@given(rows=st.lists(st.tuples(INT4, INT4, st.integers(-(2**15), 2**15 - 1), INSTANTS, DOUBLES)))
def test_readings_come_back_as_they_were_packed(
    session: psycopg.Connection, rows: list[tuple[int, int, int, datetime, float]]
) -> None:
    packed = b"".join(reading_rows(m, d, [(q, microseconds(at), value)]) for m, d, q, at, value in rows)
    assert copied(session, b"staging_reading", packed) == rows


@given(rows=st.lists(st.tuples(INT4, INT4, INSTANTS, FIXES)))
def test_fixes_come_back_as_they_were_packed(
    session: psycopg.Connection, rows: list[tuple[int, int, datetime, Position]]
) -> None:
    packed = b"".join(fix_row(message, device, microseconds(at), fix) for message, device, at, fix in rows)
    assert copied(session, b"staging_position", packed) == [
        (
            message,
            device,
            at,
            fix.lon,
            fix.lat,
            single(fix.altitude_m),
            single(fix.speed_kmh),
            single(fix.heading_deg),
            fix.satellites,
            fix.system,
        )
        for message, device, at, fix in rows
    ]


def copied(session: psycopg.Connection, table: bytes, rows: bytes) -> list[tuple[object, ...]]:
    """Copy into a staging table and read it, before the end of the transaction empties it."""
    with session.cursor(binary=True) as cursor:
        with cursor.copy(b"COPY " + table + b" FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(HEADER + rows + TRAILER)
        found = cursor.execute(b"SELECT * FROM " + table).fetchall()
    session.commit()
    return found


def single(value: float | None) -> float | None:
    """Return the value as four bytes hold it."""
    return None if value is None else struct.unpack(">f", struct.pack(">f", value))[0]
