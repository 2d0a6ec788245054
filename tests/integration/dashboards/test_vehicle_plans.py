"""Panels over years of trips, receipts, mails and scores: days of the site's calendar, nothing else read."""

from collections import Counter
from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from analytics.worker.movements import Movements
from storage.database import query
from tests.integration.dashboards.test_days import asked
from tests.integration.database import Database

_NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
_FLEET = """
INSERT INTO institution (code, name, type) VALUES ('i', 'i', 'government');
INSERT INTO place (code, name, kind, institution_id, timezone) VALUES ('s', 's', 'site', 1, 'Asia/Shanghai');
INSERT INTO device (code, kind, protocol, site_id, report_interval)
SELECT 'b' || number, 'vehicle_tracker', 'json_v1', 1, '1 h' FROM generate_series(1, 20) AS number;
INSERT INTO vehicle (plate, type, fuel, duty, institution_id)
SELECT 'v' || number, 'car', 'gasoline', CASE WHEN number % 2 = 0 THEN 'general' ELSE 'reception' END, 1
FROM generate_series(1, 20) AS number;
-- the last vehicle has no tracker any more: its days are those of UTC
INSERT INTO vehicle_tracker (vehicle_id, device_id, valid)
SELECT number, number, tstzrange('2025-01-01', CASE WHEN number = 20 THEN timestamptz '2025-01-02' END)
FROM generate_series(1, 20) AS number;
INSERT INTO trip (
    vehicle_id, started_at, ended_at, start_lon, start_lat, end_lon, end_lat, distance_m, track_m, odometer_m,
    driving_s, idling_s, stopped_s, gap_s, fixes
)
SELECT vehicle.id, started_at + vehicle.id * interval '1 minute', started_at + interval '1 hour', 106, 38,
    106, 38, 1024, 1024, 1024, 1000, 60, 0, 0, 40
FROM vehicle
CROSS JOIN generate_series(timestamptz '2025-01-01 00:00Z', '2026-06-30 00:00Z', interval '7 hours')
    AS started_at;
SELECT add_up_pieces(id, '-infinity', 'infinity') FROM vehicle;
INSERT INTO vehicle_cost (
    vehicle_id, day, kind, amount_yuan, voucher, approval_above_yuan, receipt, copy, recorded_at, recorded_by
)
SELECT vehicle.id, day, 'repair', 1600, 'F' || day, 3000, vehicle.plate || day, copy, now(), 'x'
FROM vehicle
CROSS JOIN generate_series(timestamptz '2018-01-01 00:00Z', '2026-06-30 00:00Z', interval '5 days') AS day
CROSS JOIN generate_series(1, 2) AS copy;
INSERT INTO meter (code, name, device_id, quantity_id, medium, level, place_id)
SELECT 'm' || number, 'm', number, quantity.id, 'electricity', 2, 1
FROM generate_series(1, 20) AS number CROSS JOIN quantity WHERE quantity.name = 'energy_kwh';
INSERT INTO day_score (
    meter_id, day, version, hours, seen, expected, unusual, peak_hour, peak_seen, peak_expected, computed_at
)
SELECT meter.id, day, 1, 24, 2, 1, 3, 1, 1, 1, now()
FROM meter CROSS JOIN generate_series(date '2024-01-01', '2026-06-30', interval '1 day') AS day;
INSERT INTO alert (rule, subject, institution_id, state, since, severity)
SELECT 'r', 'meter:' || code, 1, 'firing', '2026-06-01', 'warning' FROM meter;
INSERT INTO alert_change (alert_id, at, from_state, to_state, reason)
SELECT alert.id, at, 'pending', 'firing', 'x'
FROM alert CROSS JOIN generate_series(timestamptz '2024-01-01', '2026-06-30', interval '1 day') AS at;
INSERT INTO notification (alert_change_id, channel, recipient, language, created_at, not_before, sent_at)
SELECT id, 'mail', 'x@example.org', 'en', at, at, at FROM alert_change;
"""
_DAYS_OF_TRIPS = """
SELECT day, plate, count(*), sum(distance_m) / 1000
FROM (
    SELECT plate, distance_m, (started_at AT TIME ZONE coalesce(timezone, 'UTC'))::date AS day
    FROM analytics.trip
) AS trip
WHERE day BETWEEN %s AND %s
GROUP BY day, plate
"""
_INDEXES = {
    "vehicle_days": {"vehicle_day_day"},
    "vehicle_km": {"vehicle_day_day"},
    "vehicle_costs": {"vehicle_cost_month_month"},
    "unusual_days": {"day_score_day"},
    "alert_mails": {"alert_change_at", "notification_created"},
}


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """A connection to a fleet of twenty with a year and a half of trips, as its reader."""
    with database.connect() as opened:
        opened.execute(_FLEET.encode())
        opened.commit()
        opened.autocommit = True
        opened.execute("VACUUM ANALYZE")
        opened.autocommit = False
        opened.execute("SET ROLE guanjia_reader")
        yield opened


@pytest.mark.parametrize("panel", _INDEXES)
def test_no_panel_reads_what_lies_outside_its_period(panel: str, connection: psycopg.Connection) -> None:
    asking = b"EXPLAIN (COSTS OFF) " + query(f"panels/{panel}")
    plan = "\n".join(line for (line,) in connection.execute(asking, asked(_NOW)).fetchall())
    assert {index for index in _INDEXES[panel] if index not in plan} == set()


def test_a_year_of_vehicles_is_the_sum_of_its_months(connection: psycopg.Connection) -> None:
    asking = b"EXPLAIN (COSTS OFF) " + query("panels/vehicle_years")
    plan = [line for (line,) in connection.execute(asking, asked(_NOW)).fetchall()]
    assert [line for line in plan if "on vehicle_month" in line]
    assert not [line for line in plan if "on trip" in line or "Seq Scan on vehicle_cost " in line]


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Etc/GMT+12", "Pacific/Kiritimati", "UTC"])
@pytest.mark.parametrize("now", [_NOW, datetime(2026, 1, 1, 9, tzinfo=UTC)], ids=["summer", "new year"])
def test_days_and_years_of_vehicles_are_those_of_the_calendar_of_their_trackers(
    zone: str, now: datetime, connection: psycopg.Connection
) -> None:
    connection.execute("RESET ROLE")
    connection.execute("UPDATE place SET timezone = %s", [zone])
    Movements().compute(connection, now)
    connection.execute("SET ROLE guanjia_reader")
    since, until = (now - timedelta(days=5)).date(), (now + timedelta(hours=14)).date()
    days = connection.execute(_DAYS_OF_TRIPS, [since, until]).fetchall()
    shown = connection.execute(
        query("panels/vehicle_days"), asked(now) | {"since": now - timedelta(days=5)}
    ).fetchall()
    assert sorted(row[:4] for row in shown) == sorted(days)
    together = connection.execute(
        query("panels/vehicle_km"), asked(now) | {"since": now - timedelta(days=5)}
    ).fetchall()
    assert sum(row[2] for row in together) == pytest.approx(sum(row[3] for row in days))
    years = Counter[str]()
    for _, plate, _, km in connection.execute(
        _DAYS_OF_TRIPS, [datetime(now.year, 1, 1, tzinfo=UTC).date(), _NOW.date().replace(year=2030)]
    ):
        years[plate] += km
    driven = connection.execute(query("panels/vehicle_years"), asked(now)).fetchall()
    assert {row[0]: row[3] for row in driven} == pytest.approx(years)


def test_the_lines_of_one_receipt_lack_one_approval(connection: psycopg.Connection) -> None:
    counted = "SELECT count(*) FILTER (WHERE is_unapproved), count(*) FROM analytics.vehicle_cost"
    # two lines of 1,600 yuan each come to more than 3,000
    (lacking, entered), = connection.execute(counted).fetchall()  # fmt: skip
    assert lacking == entered > 0
    connection.execute("RESET ROLE")
    connection.execute("UPDATE vehicle_cost SET approval = 'A1' WHERE copy = 1 AND vehicle_id = 1")
    connection.execute("UPDATE vehicle_cost SET voucher = '' WHERE vehicle_id = 2")
    connection.execute("SET ROLE guanjia_reader")
    plates = connection.execute(
        "SELECT DISTINCT plate FROM analytics.vehicle_cost WHERE NOT is_unapproved"
    ).fetchall()
    assert sorted(plates) == [("v1",), ("v2",)]
