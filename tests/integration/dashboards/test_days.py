"""Panels of days: the days of the site's own calendar, and none of the others read."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from storage.database import query
from tests.integration.database import Database

_SITE = """
INSERT INTO institution (code, name, type) VALUES ('i', 'i', 'government');
INSERT INTO place (code, name, kind, institution_id, timezone) VALUES ('s', 's', 'site', 1, 'Asia/Shanghai');
INSERT INTO device (code, kind, protocol, site_id, report_interval)
SELECT 'd' || number, 'energy_monitor', 'json_v1', 1, '1 h' FROM generate_series(1, 20) AS number;
INSERT INTO meter (code, name, device_id, quantity_id, medium, level, item, place_id)
SELECT 'm' || number, 'm' || number, number, quantity.id, 'electricity', 2, 'hvac', 1
FROM generate_series(1, 20) AS number
CROSS JOIN quantity WHERE quantity.name = 'energy_kwh';
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
SELECT meter, day, 1, 0, 0.9, now()
FROM generate_series(1, 20) AS meter
CROSS JOIN generate_series(date '2025-01-01', '2026-12-31', interval '1 day') AS day;
ANALYZE;
"""
_REPORTED = """
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT 1, quantity.id, %(at)s::timestamptz - quantity.id * interval '1 minute', 1, now()
FROM quantity WHERE quantity.id IN (1, 5, 101)
UNION ALL SELECT 2, 1, %(at)s::timestamptz - interval '8 days', 1, now()
"""
_OF_DAYS = ("coverage_by_day", "electricity_by_item", "electricity_by_meter", "electricity_items",
            "poor_meters", "today", "water_by_day", "water_by_zone", "water_levels")  # fmt: skip
_NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """A connection to a site with twenty meters of electricity and two years of days."""
    with database.connect() as opened:
        opened.execute(_SITE.encode())
        yield opened


def asked(now: datetime) -> dict[str, object]:
    """Return what a panel is asked with over five weeks."""
    since = now - timedelta(days=35)
    return {"now": now, "since": since, "institution": None, "place": None, "language": "en"}


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Etc/GMT+12", "Pacific/Kiritimati", "UTC"])
@pytest.mark.parametrize("hour", [0, 9, 11, 13, 23])
def test_a_period_has_the_days_of_the_calendar_of_the_site(
    zone: str, hour: int, connection: psycopg.Connection
) -> None:
    connection.execute("UPDATE place SET timezone = %s", [zone])
    now = _NOON.replace(hour=hour)
    local = now.astimezone(ZoneInfo(zone)).date()
    connection.execute("SET LOCAL ROLE guanjia_reader")
    of_period = connection.execute(query("panels/coverage_by_day"), asked(now)).fetchall()
    assert sorted({row[0] for row in of_period}) == [
        local - timedelta(days=each) for each in range(35, -1, -1)
    ]
    latest = connection.execute(query("panels/electricity_by_item"), asked(now)).fetchall()
    assert [row[0] for row in latest] == [local - timedelta(days=each) for each in range(34, -1, -1)]
    items = connection.execute(query("panels/electricity_items"), asked(now)).fetchall()
    assert [(row[1], row[2]) for row in items] == [("before", 20 * 35), ("this", 20 * 36)]
    meters = connection.execute(query("panels/electricity_by_meter"), asked(now)).fetchall()
    assert {row[4] for row in meters} == {36}
    poor = connection.execute(query("panels/poor_meters"), asked(now)).fetchall()
    assert {row[4] for row in poor} == {36}


@pytest.mark.parametrize("panel", _OF_DAYS)
def test_no_panel_reads_days_of_other_years(panel: str, connection: psycopg.Connection) -> None:
    connection.execute("SET LOCAL ROLE guanjia_reader")
    asking = b"EXPLAIN " + query(f"panels/{panel}")
    plan = [line for (line,) in connection.execute(asking, asked(_NOON)).fetchall()]
    assert [line for line in plan if "Index Cond" in line and "day >" in line]
    assert not [line for line in plan if "Seq Scan on consumption_daily" in line]


def test_a_device_reported_when_its_newest_value_of_any_quantity_is_from(
    connection: psycopg.Connection,
) -> None:
    now = datetime.now(UTC)
    connection.execute(_REPORTED, {"at": now})
    connection.execute("SET LOCAL ROLE guanjia_reader")
    found = dict(connection.execute("SELECT device, last_at FROM analytics.device").fetchall())
    assert found["d1"] == now - timedelta(minutes=1)
    assert (found["d2"], found["d3"]) == (None, None)
