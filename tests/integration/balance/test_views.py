"""Virtual meters and nights as SQL shows them."""

from collections.abc import Generator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from storage.database import query
from tests.integration.balance.office import furnish
from tests.integration.database import Database
from tests.integration.nights import keep_nights
from tests.integration.prepared import Prepared

_SITE = """
INSERT INTO institution (code, name, type) VALUES ('i', 'i', 'government');
INSERT INTO place (code, name, kind, institution_id, timezone)
VALUES ('berlin', 'Berlin', 'site', 1, 'Europe/Berlin');
INSERT INTO device (code, kind, protocol, site_id)
SELECT 'd' || number, 'water_meter', 'json_v1', 1 FROM generate_series(1, 40) AS number;
INSERT INTO meter (code, name, device_id, quantity_id, medium, level, place_id)
SELECT 'm' || number, 'm' || number, number, 1, 'water', CASE WHEN number <= 2 THEN 1 ELSE 2 END, 1
FROM generate_series(1, 40) AS number;
INSERT INTO installation (meter_id, serial, valid)
SELECT number, 'A', '[2025-01-01Z,)' FROM generate_series(1, 40) AS number;
"""
_VIRTUAL = """
INSERT INTO virtual_meter (code, name, medium, quantity_id, place_id)
VALUES ('rest', 'rest', 'water', 1, 1), ('half', 'half', 'water', 1, 1);
INSERT INTO virtual_meter_part (virtual_id, meter_id, part_virtual_id, share)
VALUES (1, 1, NULL, 1), (1, 2, NULL, 1), (1, 3, NULL, -1), (2, NULL, 1, 0.5), (2, 3, NULL, 0.5);
"""
_DAY = "INSERT INTO consumption_daily VALUES (%s, %s, %s, %s, %s, 1, now())"
_DAYS = """
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
SELECT meter, day, 1, 0, 1, now()
FROM generate_series(1, 40) AS meter
CROSS JOIN generate_series(date '2026-01-01', '2026-04-30', interval '1 day') AS day
"""
_HOURS = """
INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, computed_at)
SELECT %(meter)s, hour, %(amount)s, %(estimated)s, %(coverage)s, now()
FROM generate_series(%(first)s::timestamptz, %(last)s::timestamptz, interval '1 hour') AS hour
"""
_NIGHTS = """
SELECT night_m3h, mean_m3h, night_share, night_hours
FROM analytics.night_flow
WHERE meter IS NOT DISTINCT FROM %s AND day = %s
"""


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """A connection to a site in Berlin with two main meters, 38 others, and two virtual ones."""
    with database.connect() as opened:
        opened.execute(_SITE.encode())
        opened.execute(_VIRTUAL.encode())
        yield opened


def hours(
    connection: psycopg.Connection, meter: int, first: str, last: str, amount: float, **more: float
) -> None:
    """Store hours of one amount from one instant to another, both with it."""
    values = {"meter": meter, "first": first, "last": last, "amount": amount, "estimated": 0, "coverage": 1}
    connection.execute(_HOURS, values | more)


def one(connection: psycopg.Connection, statement: str, *parameters: object) -> tuple[object, ...]:
    """Return the one row that a reader gets."""
    connection.execute("SET ROLE guanjia_reader")
    (row,) = connection.execute(statement.encode(), parameters).fetchall()
    connection.execute("RESET ROLE")
    return row


def night(connection: psycopg.Connection, meter: str | None, day: str) -> tuple[object, ...]:
    """Return the night of a meter, or of the whole site, once days keep what their hours are."""
    keep_nights(connection)
    return one(connection, _NIGHTS, meter, day)


def test_a_virtual_meter_adds_shares_of_its_parts(connection: psycopg.Connection) -> None:
    for meter, amount, estimated, coverage in ((1, 50, 1, 1), (2, 30, 2, 0.75), (3, 20, 4, 1)):
        connection.execute(_DAY, [meter, "2026-03-01", amount, estimated, coverage])
    asked = "SELECT amount, estimated, coverage, parts FROM analytics.virtual_daily WHERE meter = %s"
    assert one(connection, asked, "rest") == (60, 7, 0.75, 3)
    # half of the rest, and half of the third meter: what the rest subtracts comes back
    assert one(connection, asked, "half") == (40, 1.5, 0.75, 2)


def test_a_part_without_a_row_leaves_the_sum_unknown_and_says_so(connection: psycopg.Connection) -> None:
    connection.execute(_DAY, [1, "2026-03-01", 50, 0, 1])
    asked = (
        "SELECT amount, estimated, coverage, parts_missing FROM analytics.virtual_daily WHERE meter = 'rest'"
    )
    assert one(connection, asked) == (None, None, 0, 2)


def test_hours_and_months_of_a_virtual_meter_say_the_same_way(connection: psycopg.Connection) -> None:
    for meter in (1, 2, 3):
        hours(connection, meter, "2026-03-01 00:00Z", "2026-03-01 00:00Z", 5.0)
        connection.execute(
            "INSERT INTO consumption_monthly VALUES (%s, '2026-03-01', 7, 0, 1, 1, now())", [meter]
        )
    hours(connection, 1, "2026-03-01 01:00Z", "2026-03-01 01:00Z", 5.0)
    asked = "SELECT array_agg(amount ORDER BY hour) FROM analytics.virtual_hourly WHERE meter = 'rest'"
    assert one(connection, asked) == ([5, None],)
    assert one(connection, "SELECT amount FROM analytics.virtual_monthly WHERE meter = 'rest'") == (7,)


def test_parts_are_listed_with_virtual_ones_dissolved(connection: psycopg.Connection) -> None:
    asked = (
        "SELECT array_agg(part || ' ' || share ORDER BY part) FROM analytics.virtual_part WHERE meter = %s"
    )
    assert one(connection, asked, "half") == (["m1 0.5", "m2 0.5"],)


@pytest.mark.parametrize(
    ("day", "first", "last", "night_hours", "length"),
    [
        ("2026-03-29", "2026-03-28 23:00Z", "2026-03-29 21:00Z", 3, 23),
        ("2026-10-25", "2026-10-24 22:00Z", "2026-10-25 22:00Z", 5, 25),
        ("2026-06-01", "2026-05-31 22:00Z", "2026-06-01 21:00Z", 4, 24),
    ],
)
def test_the_night_is_local_where_clocks_change(
    day: str, first: str, last: str, night_hours: int, length: int, connection: psycopg.Connection
) -> None:
    connection.execute(_DAY, [3, day, 1, 0, 1])
    hours(connection, 3, first, last, 1.0)
    # midnight and five o'clock are not night, whatever their amounts
    connection.execute(
        "UPDATE consumption_hourly SET amount = 0"
        " WHERE extract(HOUR FROM hour AT TIME ZONE 'Europe/Berlin') IN (0, 5)"
    )
    found = night(connection, "m3", day)
    assert (found[0], found[3]) == (1, night_hours)
    assert found[1] == pytest.approx((length - 2) / length)
    assert found[2] == pytest.approx(length / (length - 2))


@pytest.mark.parametrize(("zone", "day"), [("Europe/London", "2026-10-25"), ("America/Havana", "2026-11-01")])
def test_an_hour_that_comes_twice_is_twice_in_the_night(
    zone: str, day: str, connection: psycopg.Connection
) -> None:
    connection.execute("UPDATE place SET timezone = %s", [zone])
    connection.execute(_DAY, [3, day, 1, 0, 1])
    hours(connection, 3, f"{day} 00:00Z", f"{day} 23:00Z", 1.0)
    of_night = (
        "SELECT count(*) FROM consumption_hourly"
        " WHERE extract(HOUR FROM hour AT TIME ZONE %s) BETWEEN 1 AND 4"
        " AND (hour AT TIME ZONE %s)::date = %s"
    )
    (wanted,) = connection.execute(of_night.encode(), [zone, zone, day]).fetchall()[0]
    assert night(connection, "m3", day)[3] == wanted
    assert wanted == (5 if zone == "Europe/London" else 4)


def test_a_night_counts_only_hours_that_are_measured(connection: psycopg.Connection) -> None:
    connection.execute(_DAY, [3, "2026-06-01", 1, 0, 1])
    hours(connection, 3, "2026-05-31 23:00Z", "2026-05-31 23:00Z", 0.1, estimated=0.01)
    hours(connection, 3, "2026-06-01 00:00Z", "2026-06-01 00:00Z", 0.2, coverage=0.85)
    hours(connection, 3, "2026-06-01 01:00Z", "2026-06-01 01:00Z", 0.4)
    assert night(connection, "m3", "2026-06-01") == (pytest.approx(0.4), None, None, 1)


def test_a_night_without_a_good_hour_is_unknown_and_no_zero(connection: psycopg.Connection) -> None:
    connection.execute(_DAY, [3, "2026-06-01", 1, 0, 1])
    hours(connection, 3, "2026-05-31 23:00Z", "2026-06-01 02:00Z", 0.0, coverage=0.5)
    assert night(connection, "m3", "2026-06-01") == (None, None, None, 0)


def test_the_whole_site_is_known_where_all_its_mains_are(connection: psycopg.Connection) -> None:
    for meter in (1, 2):
        connection.execute(_DAY, [meter, "2026-06-01", 1, 0, 1])
    hours(connection, 1, "2026-05-31 23:00Z", "2026-06-01 02:00Z", 1.0)
    hours(connection, 2, "2026-06-01 01:00Z", "2026-06-01 01:00Z", 0.5)
    assert night(connection, None, "2026-06-01")[0] == 1.5
    # once the second main was taken out, the first is the whole site
    connection.execute("UPDATE installation SET valid = '[2025-01-01Z,2026-01-01Z)' WHERE meter_id = 2")
    assert night(connection, None, "2026-06-01")[0] == 1.0


@pytest.mark.parametrize(
    "asked",
    [
        b"EXPLAIN SELECT * FROM analytics.virtual_hourly"
        b" WHERE meter = 'half' AND hour >= '2026-03-01Z' AND hour < '2026-03-02Z'",
        b"EXPLAIN SELECT * FROM analytics.night_flow"
        b" WHERE site = 'berlin' AND day >= '2026-03-01' AND day < '2026-03-03'",
    ],
    ids=["virtual_hourly", "night_flow"],
)
def test_hours_are_read_by_meter_and_period(asked: bytes, connection: psycopg.Connection) -> None:
    for meter in range(1, 41):
        hours(connection, meter, "2026-01-01 00:00Z", "2026-04-30 23:00Z", 1.0)
    connection.execute(_DAYS)
    connection.execute("ANALYZE consumption_hourly, consumption_daily, meter, virtual_meter_part")
    connection.execute("SET LOCAL ROLE guanjia_reader")
    plan = [line for (line,) in connection.execute(asked).fetchall()]
    conditions = [line for line in plan if "Index Cond" in line and "hour >=" in line]
    assert conditions
    assert all("meter_id" in line for line in conditions)
    assert not [line for line in plan if "Seq Scan on consumption_hourly" in line]


def test_a_least_flow_is_found_without_hours(connection: psycopg.Connection) -> None:
    connection.execute(_DAYS)
    connection.execute("ANALYZE consumption_daily, meter")
    connection.execute("SET LOCAL ROLE guanjia_reader")
    now = datetime(2026, 4, 1, tzinfo=UTC)
    asked = {"now": now, "since": now - timedelta(days=35), "institution": None, "place": None}
    explained = connection.execute(b"EXPLAIN " + query("panels/night_flow"), asked).fetchall()
    plan = [line for (line,) in explained]
    assert [line for line in plan if "Index Cond" in line and "day >" in line]
    assert not [line for line in plan if "consumption_hourly" in line]


def test_the_common_water_of_the_compound_is_what_no_building_counts(prepared: Prepared) -> None:
    with prepared.copy(furnish) as database, database.connect() as opened:
        asked = "SELECT sum(amount), max(parts_missing) FROM analytics.virtual_daily WHERE meter = %s"
        assert one(opened, asked, "v-water") == (pytest.approx(4650), 0)
        assert one(opened, asked, "v-water-common") == (pytest.approx(217), 0)
