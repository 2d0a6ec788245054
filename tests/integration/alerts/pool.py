"""A pool of vehicles: fixes as trackers would have sent them, and rules with fences of their own."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

NOW = datetime(2026, 11, 21, 8, 15, tzinfo=UTC)
"""16:15 on a Saturday in Ningxia."""

HOME = (106.2, 38.5)
NORTH_KM = 1 / 111.0
"""Degrees of latitude in a kilometre, about."""

FENCES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {
                "code": "garage",
                "name": "车库",
                "name_en": "the garage",
                "role": "home",
                "radius_m": 200,
            },
            "geometry": {"type": "Point", "coordinates": HOME},
        },
        {
            "type": "Feature",
            "properties": {"code": "mall", "name": "商场", "role": "forbidden"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [
                    [[106.21, 38.51], [106.22, 38.51], [106.22, 38.52], [106.21, 38.52], [106.21, 38.51]]
                ],
            },
        },
        {
            "type": "Feature",
            "properties": {
                "code": "school-road",
                "name": "学校路段",
                "name_en": "the school road",
                "role": "speed",
                "speed_limit_kmh": 30,
                "width_m": 60,
            },
            "geometry": {"type": "LineString", "coordinates": [[106.3, 38.4], [106.3, 38.6]]},
        },
    ],
}

Sent = tuple[timedelta, tuple[float, float], float, bool | None]
"""When after NOW, where (lon, lat), how fast [km/h], and the ignition."""


def rule_folder(tmp_path: Path) -> Path:
    """Return a folder for rules that has these fences beside it."""
    folder, fences = tmp_path / "rules", tmp_path / "geofences"
    folder.mkdir()
    fences.mkdir()
    (fences / "pool.geojson").write_text(json.dumps(FENCES), "utf-8")
    return folder


def send(connection: psycopg.Connection, device: str, sent: Sequence[Sent], satellites: int = 12) -> None:
    """Store what a tracker sent, in the order in which it arrived."""
    for after, (lon, lat), speed_kmh, is_on in sent:
        row = {
            "device": device,
            "at": NOW + after,
            "lon": lon,
            "lat": lat,
            "speed": speed_kmh,
            "satellites": satellites,
            "on": None if is_on is None else float(is_on),
        }
        connection.execute(
            "INSERT INTO position (device_id, at, lon, lat, speed_kmh, satellites, received_at)"
            " SELECT id, %(at)s, %(lon)s, %(lat)s, %(speed)s, %(satellites)s, now()"
            " FROM device WHERE code = %(device)s",
            row,
        )
        connection.execute(
            "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
            " SELECT device.id, quantity.id, %(at)s, %(on)s, now() FROM device, quantity"
            " WHERE device.code = %(device)s AND quantity.name = 'ignition' AND %(on)s::float8 IS NOT NULL",
            row,
        )
    connection.commit()


def parked(
    place: tuple[float, float], begin: timedelta, count: int, every: timedelta = timedelta(minutes=15)
) -> list[Sent]:
    """Return what a parked tracker sends."""
    return [(begin + every * number, place, 0.0, False) for number in range(count)]


def driven(
    start: tuple[float, float], begin: timedelta, speeds_kmh: Sequence[float], every_s: int = 30
) -> list[Sent]:
    """Return what a tracker sends that drives north at these speeds, each kept up until its fix."""
    sent: list[Sent] = []
    lon, lat = start
    for number, speed_kmh in enumerate(speeds_kmh):
        lat += speed_kmh * every_s / 3600 * NORTH_KM if number else 0.0
        sent.append((begin + timedelta(seconds=every_s * number), (lon, lat), speed_kmh, True))
    return sent
