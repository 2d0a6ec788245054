"""Stale marks become hours, days and months in a real database."""

from datetime import date, datetime, timedelta

import psycopg
import pytest

from analytics.worker import drain
from storage.database import connect, query
from tests.integration.analytics.scene import (
    BEGIN,
    VOLUME,
    Meter,
    add_meter,
    arrive,
    build,
    clock,
    fetch,
    hours,
    quarters,
    revisions,
)
from tests.integration.database import Database

TABLES = (
    b"SELECT hour, amount, estimated, coverage, reasons FROM consumption_hourly"
    b" WHERE meter_id = %s ORDER BY 1",
    b"SELECT day, amount, estimated, coverage FROM consumption_daily WHERE meter_id = %s ORDER BY 1",
    b"SELECT month, amount, estimated, coverage FROM consumption_monthly WHERE meter_id = %s ORDER BY 1",
    b"SELECT at, step, reason FROM set_aside WHERE meter_id = %s ORDER BY 1",
    b"SELECT at, value, reason FROM flagged_reading WHERE meter_id = %s ORDER BY 1",
)


def mark(connection: psycopg.Connection, meter: Meter, hour: datetime) -> None:
    """Mark an hour as the registry does when an installation changes."""
    connection.execute(
        "INSERT INTO stale_hour (device_id, quantity_id, hour) VALUES (%s, %s, %s)",
        [meter.device_id, VOLUME, hour],
    )


def test_readings_become_hours_days_and_months(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, quarters(97))
    assert drain(database.connect, clock) == 24
    assert [row[2] for row in hours(database)] == pytest.approx([1.0] * 24)
    day = fetch(database, b"SELECT day, amount, estimated, coverage, revision FROM consumption_daily")
    assert day == [(date(2026, 11, 1), pytest.approx(24), 0, 1, 1)]
    month = fetch(database, b"SELECT month, amount, coverage FROM consumption_monthly")
    assert month == [(date(2026, 11, 1), pytest.approx(24), pytest.approx(1 / 30))]
    assert fetch(database, b"SELECT count(*) FROM stale_hour") == [(0,)]
    assert drain(database.connect, clock) == 0


def test_a_late_reading_changes_only_its_own_hours(database: Database) -> None:
    rows = quarters(40 * 4)
    late, next_one = rows[81], rows[82]
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, [row for row in rows if row not in (late, next_one)])
        drain(database.connect, clock)
        before = hours(database)
        arrive(connection, meter, [(late[0], late[1] + 0.1)])
    assert drain(database.connect, clock) == 1
    changed = BEGIN + timedelta(hours=20)
    assert {at for at, revision in revisions(database).items() if revision == 2} == {changed}
    others = [[row for row in kept if row[1] != changed] for kept in (before, hours(database))]
    assert others[0] == others[1]
    assert fetch(database, b"SELECT revision FROM consumption_daily ORDER BY day") == [(2,), (1,)]


def test_the_order_of_arrival_changes_no_bit(database: Database) -> None:
    rows = quarters(300, each=0.2371)
    rows[120] = (rows[120][0], 0.0)
    with database.connect() as connection:
        sorted_meter, shuffled_meter = build(connection, meters=2)
        arrive(connection, sorted_meter, rows)
        for part in (rows[200:], rows[50:120], rows[:50:2], rows[121:200], rows[120:121], rows[1:50:2]):
            arrive(connection, shuffled_meter, part)
            drain(database.connect, clock)
    drain(database.connect, clock)
    for table in TABLES:
        assert fetch(database, table, sorted_meter.id) == fetch(database, table, shuffled_meter.id)
    assert fetch(database, TABLES[4], sorted_meter.id) == [(rows[120][0], 0.0, "glitch")]


def test_a_step_set_aside_goes_when_the_swap_is_recorded(database: Database) -> None:
    swap = BEGIN + timedelta(hours=12)
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, quarters(48))
        arrive(connection, meter, quarters(48, begin=48, first=1000 - 1012))
        drain(database.connect, clock)
        assert fetch(database, b"SELECT at, step, reason FROM set_aside") == [(swap, -1011.75, "drop")]
        assert 0.0 not in [row[2] for row in hours(database)]
        connection.execute(
            "UPDATE installation SET valid = tstzrange(lower(valid), %s), end_register = 1012", [swap]
        )
        connection.execute(
            "INSERT INTO installation (meter_id, serial, valid, start_register, max_rate_per_hour)"
            " VALUES (%s, 'B', tstzrange(%s, NULL), 0, 50)",
            [meter.id, swap],
        )
        mark(connection, meter, swap)
    drain(database.connect, clock)
    assert fetch(database, b"SELECT count(*) FROM set_aside") == [(0,)]
    assert [row[2] for row in hours(database)] == pytest.approx([1.0] * 23 + [0.75])


def test_hours_that_nobody_knows_any_more_go(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, quarters(48))
        drain(database.connect, clock)
        connection.execute(
            "UPDATE installation SET valid = tstzrange(%s, NULL)", [BEGIN + timedelta(hours=6)]
        )
        mark(connection, meter, BEGIN)
    drain(database.connect, clock)
    assert [row[1] for row in hours(database)] == [BEGIN + timedelta(hours=k) for k in range(6, 12)]
    assert fetch(database, b"SELECT amount FROM consumption_daily") == [(pytest.approx(5.75),)]


def test_daily_sums_of_the_views_equal_the_hours_by_local_day(database: Database) -> None:
    with database.connect() as connection:
        meters = build(connection, meters=3)
        for place, meter in enumerate(meters):
            arrive(connection, meter, quarters(500, each=0.1 * (place + 1)))
    drain(database.connect, clock)
    sums = b"""
        SELECT meter, (hour AT TIME ZONE timezone)::date AS day, sum(amount), sum(coverage) / 24
        FROM analytics.hourly GROUP BY 1, 2 ORDER BY 1, 2
    """
    found = fetch(database, b"SELECT meter, day, amount, coverage FROM analytics.daily ORDER BY 1, 2")
    expected = fetch(database, sums)
    assert len(found) == 18
    for one, other in zip(found, expected, strict=True):
        assert one[:2] == other[:2]
        assert one[2:] == pytest.approx(other[2:], rel=1e-6)
    monthly = fetch(database, b"SELECT meter, amount FROM analytics.monthly ORDER BY 1")
    by_meter = fetch(database, b"SELECT meter, sum(amount) FROM analytics.hourly GROUP BY 1 ORDER BY 1")
    assert [row[1] for row in monthly] == pytest.approx([row[1] for row in by_meter])


def test_clocks_that_change_give_a_day_of_25_hours(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        connection.execute("UPDATE place SET timezone = 'Europe/Berlin'")
        connection.execute("UPDATE installation SET valid = '[2026-01-01,)'")
        rows = [(at - timedelta(days=8), value) for at, value in quarters(4 * 72)]
        arrive(connection, meter, rows)
    drain(database.connect, clock)
    days = {row[0]: row[1] for row in fetch(database, b"SELECT day, amount FROM consumption_daily")}
    assert days[date(2026, 10, 24)] == pytest.approx(24)
    assert days[date(2026, 10, 25)] == pytest.approx(25)


def test_marks_of_registers_that_are_no_meter_are_left_alone_by_drain(database: Database) -> None:
    with database.connect() as connection:
        build(connection)
        connection.execute("INSERT INTO stale_hour (device_id, quantity_id, hour) VALUES (1, 7, %s)", [BEGIN])
    assert drain(database.connect, clock) == 0


def test_least_rights_are_enough(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, quarters(97))

    def as_analytics() -> psycopg.Connection:
        connection = connect(database.url, application="test")
        connection.execute("SET ROLE guanjia_analytics")
        connection.commit()
        return connection

    assert drain(as_analytics, clock) == 24
    assert len(fetch(database, b"SELECT value FROM analytics.indicator")) > 1


def test_the_readings_are_found_by_their_key(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        site = fetch(database, b"SELECT id FROM place")[0][0]
        others = [add_meter(connection, int(str(site)), f"x{k}") for k in range(20)]
        for other in (meter, *others):
            arrive(connection, other, quarters(400))
        connection.execute("ANALYZE reading")
        borders = plan(connection, "analytics/window_borders", _span(meter.device_id))
        readings = plan(connection, "analytics/readings_within", _window(meter.device_id))
    assert "Seq Scan on reading" not in borders + readings
    assert borders.count("reading_pkey") == 4
    assert readings.count("reading_pkey") >= 1


def plan(connection: psycopg.Connection, name: str, parameters: dict[str, object]) -> str:
    rows = connection.execute(b"EXPLAIN " + query(name), parameters).fetchall()
    return "\n".join(str(row[0]) for row in rows)


def _window(device: int) -> dict[str, object]:
    first, last = BEGIN + timedelta(hours=40), BEGIN + timedelta(hours=60)
    return {"devices": [device], "quantities": [VOLUME], "firsts": [first], "lasts": [last]}


def _span(device: int) -> dict[str, object]:
    at = BEGIN + timedelta(hours=50)
    return {
        "devices": [device],
        "quantities": [VOLUME],
        "starts": [at],
        "ends": [at + timedelta(hours=1)],
        "context": 16,
    }
