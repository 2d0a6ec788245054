"""When devices were heard last: the newest of all their readings, however it is looked for."""

import psycopg

from tests.integration.database import Database

_DEVICES = """
INSERT INTO institution (code, name, type) VALUES ('i', 'i', 'government');
INSERT INTO place (code, name, kind, institution_id, timezone) VALUES ('s', 's', 'site', 1, 'Asia/Shanghai');
INSERT INTO device (code, kind, protocol, site_id, report_interval)
SELECT 'd' || number, 'water_meter', 'json_v1', 1, make_interval(mins => 15 * number)
FROM generate_series(1, 40) AS number;
"""
_READINGS = """
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT device.id, quantity.id, now() - make_interval(mins => ago), 1, now()
FROM unnest(%s::text[], %s::text[], %s::integer[]) AS given (device, quantity, ago)
INNER JOIN device ON given.device = device.code
INNER JOIN quantity ON given.quantity = quantity.name
"""
_NEWEST = """
SELECT device.id, max(reading.at) FILTER (WHERE reading.at > now() - interval '7 days')
FROM device LEFT JOIN reading ON device.id = reading.device_id
GROUP BY device.id ORDER BY device.id
"""
_DAY = 24 * 60
_SAID = (
    # in time; behind in one quantity and in time in another, in either order of their numbers
    ("d1", "volume_m3", 10),
    ("d2", "volume_m3", 5 * _DAY), ("d2", "battery_v", 20),
    ("d3", "volume_m3", 20), ("d3", "battery_v", 5 * _DAY),
    # all in time, the newest not the first; a clock that is ahead
    ("d4", "volume_m3", 30), ("d4", "battery_v", 15), ("d4", "flow_m3h", 25),
    ("d5", "volume_m3", -30),
    # on the edge of three intervals, and behind it
    ("d6", "volume_m3", 3 * 15 * 6 - 1), ("d7", "volume_m3", 3 * 15 * 7 + 1),
    # silent for days; for longer than anybody looks back
    ("d8", "volume_m3", 6 * _DAY), ("d8", "flow_m3h", 4 * _DAY), ("d9", "volume_m3", 8 * _DAY),
)  # fmt: skip


def test_a_device_was_heard_when_any_of_its_quantities_was(database: Database) -> None:
    with database.connect() as connection:
        connection.execute(_DEVICES)
        connection.execute(_READINGS, [list(column) for column in zip(*_SAID, strict=True)])
        expected = connection.execute(_NEWEST).fetchall()
        assert sum(at is not None for _, at in expected) == 8
        found = connection.execute("SELECT device_id, at FROM device_report ORDER BY device_id").fetchall()
        assert found == expected


def test_who_does_not_ask_for_connections_does_not_look_for_them(database: Database) -> None:
    with database.connect() as connection:
        assert "device_event" in _plan(connection, "SELECT device, connection FROM analytics.device")
        assert "device_event" not in _plan(connection, "SELECT device, last_at FROM analytics.device")


def _plan(connection: psycopg.Connection, asked: str) -> str:
    return "\n".join(line for (line,) in connection.execute(f"EXPLAIN {asked}".encode()).fetchall())
