"""Hours are read in one pass or by key, and only what changed is written, with the days of both sides."""

from datetime import date, timedelta

import psycopg

from analytics.worker import drain
from models.registers import MeterRegister
from storage.register_windows import readings_around
from tests.integration.analytics.scene import (
    BEGIN,
    VOLUME,
    Meter,
    arrive,
    build,
    clock,
    fetch,
    hours,
    quarters,
    revisions,
)
from tests.integration.database import Database

DAY = 96


def register(meter: Meter) -> MeterRegister:
    return MeterRegister(meter.id, meter.device_id, VOLUME, "m", timedelta(minutes=15), "Asia/Shanghai")


def mark_all(connection: psycopg.Connection) -> None:
    connection.execute(
        "INSERT INTO stale_hour (device_id, quantity_id, hour)"
        " SELECT DISTINCT device_id, quantity_id, date_trunc('hour', at) FROM reading"
    )
    connection.commit()


def test_a_long_window_holds_what_a_short_one_would(database: Database) -> None:
    rows = quarters(30 * DAY)
    with database.connect() as connection:
        one, other = build(connection, meters=2)
        arrive(connection, one, [*rows[1000:], *rows[:1000]])
        arrive(connection, other, rows[:5])
        asked = [
            (register(one), BEGIN + timedelta(days=3), BEGIN + timedelta(days=27)),
            (register(other), BEGIN, BEGIN + timedelta(days=27)),
            (register(one), BEGIN + timedelta(days=3), BEGIN + timedelta(days=4)),
        ]
        long, whole, short = readings_around(connection, asked, 4)
    # 4 readings before the span begin an hour, in which 4 more are wanted; and so after it
    first, after = 3 * DAY - 8, 27 * DAY + 8
    assert long.value.tolist() == [value for _, value in rows[first:after]]
    assert long.at.tolist() == [at.replace(tzinfo=None) for at, _ in rows[first:after]]
    assert not long.reaches_first
    assert not long.reaches_last
    assert whole.value.tolist() == [value for _, value in rows[:5]]
    assert whole.reaches_first
    assert whole.reaches_last
    assert short.value.tolist() == [value for _, value in rows[first : 4 * DAY + 8]]


def test_a_register_without_readings_gives_empty_windows(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        asked = [(register(meter), BEGIN, BEGIN + timedelta(days=days)) for days in (1, 30)]
        windows = readings_around(connection, asked, 16)
    assert [len(window.at) for window in windows] == [0, 0]
    assert all(window.reaches_first and window.reaches_last for window in windows)


def test_computing_again_what_did_not_change_writes_nothing(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        rows = quarters(20 * DAY, each=0.2371)
        del rows[300:340]
        rows[700] = (rows[700][0], 0.0)
        arrive(connection, meter, rows)
        drain(database.connect, clock)
        mark_all(connection)
    before = hours(database)
    assert drain(database.connect, clock) == 0
    assert hours(database) == before
    assert set(revisions(database).values()) == {1}
    assert fetch(database, b"SELECT DISTINCT revision FROM consumption_daily") == [(1,)]


def test_two_late_readings_far_apart_rewrite_their_own_days_only(database: Database) -> None:
    rows = quarters(40 * DAY, each=0.2371)
    late = [rows[5 * DAY + 50], rows[30 * DAY + 50]]
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, [row for row in rows if row not in late])
        drain(database.connect, clock)
        arrive(connection, meter, [(at, value + 0.1) for at, value in late])
    drain(database.connect, clock)
    days = fetch(database, b"SELECT day FROM consumption_daily WHERE revision = 2 ORDER BY 1")
    assert days == [(date(2026, 11, 6),), (date(2026, 12, 1),)]
    wrong = b"""
        SELECT day
        FROM (
            SELECT (hour AT TIME ZONE 'Asia/Shanghai')::date AS of_hours, sum(amount) AS total
            FROM consumption_hourly GROUP BY 1
        ) AS hours
        FULL JOIN consumption_daily ON day = of_hours
        WHERE abs(total - amount) < 1e-9 IS NOT true
    """
    assert fetch(database, wrong) == []
