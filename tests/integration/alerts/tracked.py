"""Whole tracks in the database, as if a tracker had sent them long ago."""

from datetime import datetime

import psycopg

from analytics.vehicles.track import Track, instant


def store(connection: psycopg.Connection, device: str, track: Track) -> None:
    """Store a track's fixes, the first of each instant, and the ignition at them."""
    row = connection.execute("SELECT id FROM device WHERE code = %s", (device,)).fetchone()
    assert row is not None
    fixes: dict[datetime, tuple[object, ...]] = {}
    ignition: dict[datetime, tuple[object, ...]] = {}
    columns = (track.lon, track.lat, track.speed_kmh, track.satellites, track.ignition)
    for at, lon, lat, speed, satellites, is_on in zip(
        map(instant, track.at), *(column.tolist() for column in columns), strict=True
    ):
        fixes.setdefault(at, (row[0], at, lon, lat, speed, satellites, at))
        ignition.setdefault(at, (row[0], 117, at, is_on, at))
    names = "device_id, at, lon, lat, speed_kmh, satellites, received_at"
    copy(connection, f"COPY position ({names}) FROM STDIN", list(fixes.values()))
    names = "device_id, quantity_id, at, value, received_at"
    copy(connection, f"COPY reading ({names}) FROM STDIN", list(ignition.values()))


def copy(connection: psycopg.Connection, statement: str, rows: list[tuple[object, ...]]) -> None:
    """Copy rows into a table."""
    with connection.cursor().copy(statement.encode()) as copying:
        for row in rows:
            copying.write_row(row)
