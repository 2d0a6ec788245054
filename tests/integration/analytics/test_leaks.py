"""Leaks in a real database: found where they run, written once, corrected by late data, kept when old."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from analytics.worker.leaks import Leaks
from models.calendar import Calendar
from tests.integration.analytics.scene import Meter, add_meter, build, fetch
from tests.integration.database import Database

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 8, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
_HOURS = b"""
    INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, computed_at)
    SELECT %s, hour, %s + (extract(EPOCH FROM hour)::integer / 3600 %% 3) * 0.001, 0, 1, now()
    FROM generate_series(%s::timestamptz, %s::timestamptz - interval '1 hour', '1 hour') AS hour
    ON CONFLICT (meter_id, hour) DO UPDATE SET amount = excluded.amount
"""
_LEAKS = b"SELECT meter, reason, since, decided, latest, ended FROM analytics.leak ORDER BY since, meter"


def night(day: int) -> datetime:
    """Return the beginning of the night that ends on a day of November."""
    return datetime(2026, 11, day, 23, tzinfo=SHANGHAI) - timedelta(days=1)


def runs(connection: psycopg.Connection, meter: Meter, litres: float, begin: datetime, end: datetime) -> None:
    connection.execute(_HOURS, [meter.id, litres / 1000, begin, end])
    connection.execute("UPDATE meter SET computed_at = %s WHERE id = %s", [end, meter.id])


def tree(database: Database) -> tuple[Meter, Meter]:
    """Make a main meter with one below it, and four weeks in which both run as usual."""
    with database.connect() as connection:
        [main] = build(connection)
        [(site,)] = connection.execute("SELECT id FROM place WHERE code = 's'").fetchall()
        floor = add_meter(connection, site, "floor")
        connection.execute("UPDATE meter SET parent_id = %s WHERE id = %s", [main.id, floor.id])
        runs(connection, main, 20, NOW - 40 * 24 * HOUR, NOW)
        runs(connection, floor, 10, NOW - 40 * 24 * HOUR, NOW)
    return main, floor


def judge(database: Database, now: datetime = NOW) -> int:
    with database.connect() as connection:
        connection.autocommit = True
        return Leaks(Calendar()).compute(connection, now)


def test_a_leak_is_found_at_the_deepest_meter_and_told_by_the_view(database: Database) -> None:
    main, floor = tree(database)
    with database.connect() as connection:
        runs(connection, main, 60, night(19), NOW)
        runs(connection, floor, 50, night(19), NOW)
    judge(database)
    [row] = fetch(database, _LEAKS)
    since = night(19).date() + timedelta(days=1)
    assert row == ("floor", "night_step", since, since, NOW.date(), None)
    [row] = fetch(database, b"SELECT lost_m3h, m3_per_day, unusual > 5 FROM analytics.leak")
    assert row == pytest.approx((0.04, 0.96, True))


def test_judging_twice_changes_nothing(database: Database) -> None:
    main, _ = tree(database)
    with database.connect() as connection:
        runs(connection, main, 60, night(19), NOW)
    assert judge(database) > 0
    before = fetch(database, b"SELECT * FROM leak_finding"), fetch(database, b"SELECT * FROM meter_night")
    with database.connect() as connection:
        connection.execute("UPDATE meter SET computed_at = %s", [NOW + HOUR])
    assert judge(database, NOW + HOUR) == 0
    assert before == (
        fetch(database, b"SELECT * FROM leak_finding"),
        fetch(database, b"SELECT * FROM meter_night"),
    )


def test_a_late_reading_takes_a_finding_back(database: Database) -> None:
    main, _ = tree(database)
    with database.connect() as connection:
        runs(connection, main, 60, night(19), NOW)
    judge(database)
    assert len(fetch(database, _LEAKS)) == 1
    with database.connect() as connection:
        runs(connection, main, 20, night(19), NOW)
    assert judge(database, NOW + HOUR) > 0
    assert fetch(database, _LEAKS) == []


def test_a_site_is_judged_once_an_hour_and_only_when_hours_changed(database: Database) -> None:
    main, _ = tree(database)
    assert judge(database) > 0
    with database.connect() as connection:
        runs(connection, main, 60, night(19), NOW + HOUR / 2)
    assert judge(database, NOW + HOUR / 2) == 0
    assert judge(database, NOW + HOUR) > 0
    [(first,)] = fetch(database, b"SELECT leaks_at FROM watched_site")
    judge(database, NOW + 5 * HOUR)
    [(last,)] = fetch(database, b"SELECT leaks_at FROM watched_site")
    assert first == last == NOW + HOUR


def test_an_estimated_night_is_no_evidence(database: Database) -> None:
    main, _ = tree(database)
    with database.connect() as connection:
        runs(connection, main, 60, night(19), NOW)
        connection.execute(
            "UPDATE consumption_hourly SET reasons = '{similar_days}', estimated = amount, coverage = 0"
            " WHERE hour >= %s",
            [night(19)],
        )
    judge(database)
    assert fetch(database, _LEAKS) == []


def test_a_meter_with_few_nights_says_how_many_are_missing(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        runs(connection, meter, 20, NOW - 4 * 24 * HOUR, NOW)
    judge(database)
    statement = b"SELECT leak_state, nights_missing, flowing_hours FROM analytics.watch"
    assert fetch(database, statement) == [("learning", 6, 96)]


def test_a_leak_older_than_the_nights_at_hand_stays_open_and_then_ends(database: Database) -> None:
    main, _ = tree(database)
    with database.connect() as connection:
        runs(connection, main, 60, night(19), NOW)
    judge(database)
    later = NOW + timedelta(days=150)
    with database.connect() as connection:
        [(floor,)] = connection.execute("SELECT id FROM meter WHERE code = 'floor'").fetchall()
        for meter, litres in ((main, 60), (Meter(floor, 0), 10)):
            runs(connection, meter, litres, NOW, later)
    judge(database, later)
    [row] = fetch(database, _LEAKS)
    assert (row[2], row[4], row[5]) == (datetime(2026, 11, 19, tzinfo=UTC).date(), later.date(), None)
    end = later + timedelta(days=3)
    with database.connect() as connection:
        for meter, litres in ((main, 20), (Meter(floor, 0), 10)):
            runs(connection, meter, litres, later, end)
    judge(database, end)
    [row] = fetch(database, _LEAKS)
    assert row[5] == later.date() + timedelta(days=1)


def test_a_worker_may_do_all_this_with_no_more_rights_than_it_has(database: Database) -> None:
    tree(database)
    with database.connect() as connection:
        connection.autocommit = True
        connection.execute("SET ROLE guanjia_analytics")
        assert Leaks(Calendar()).compute(connection, NOW) > 0
