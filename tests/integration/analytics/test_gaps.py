"""Long gaps are shaped by stored hours, and shaped again when those change, whatever came first."""

from datetime import date, datetime, timedelta
from random import Random

import psycopg
import pytest

from analytics.worker import drain
from models.calendar import Calendar, DayKind, HeatingSeason, NamedDay
from tests.integration.analytics.scene import (
    BEGIN,
    VOLUME,
    Meter,
    arrive,
    build,
    clock,
    fetch,
    hours,
    revisions,
)
from tests.integration.database import Database

HOUR = timedelta(hours=1)
Rows = list[tuple[datetime, float]]

_TABLES = (
    b"SELECT hour, amount, estimated, coverage, reasons FROM consumption_hourly"
    b" WHERE meter_id = %s ORDER BY 1",
    b"SELECT day, amount, estimated, coverage FROM consumption_daily WHERE meter_id = %s ORDER BY 1",
    b"SELECT month, amount, estimated, coverage FROM consumption_monthly WHERE meter_id = %s ORDER BY 1",
)


def hourly_meters(connection: psycopg.Connection, meters: int) -> list[Meter]:
    """Make meters that are read every hour, and were so since September."""
    made = build(connection, meters=meters)
    connection.execute("UPDATE device SET report_interval = '1 hour'")
    connection.execute("UPDATE installation SET valid = '[2026-09-01,)'")
    connection.commit()
    return made


def days_of_use(days: int, morning: float, heated: int = 0) -> Rows:
    """Return hourly registers up to `BEGIN`; the first half of the last day is lost.

    Each hour uses 1, or `morning` from 6 to 12, or 9 then on the first days, those that are `heated`.
    """
    first = BEGIN - timedelta(days=days)
    mornings = [9.0 if day < heated else morning for day in range(days)]
    used = [mornings[k // 24] if 6 <= k % 24 < 12 else 1.0 for k in range(24 * days)]
    rows = [(first + k * HOUR, 1000 + sum(used[:k])) for k in range(24 * days + 1)]
    return [row for row in rows if not BEGIN - 24 * HOUR < row[0] < BEGIN - 12 * HOUR]


def lost_morning(database: Database) -> list[float]:
    start = BEGIN - 24 * HOUR
    rows = fetch(
        database,
        b"SELECT amount FROM consumption_hourly WHERE hour >= %s AND hour < %s ORDER BY hour",
        start,
        start + 12 * HOUR,
    )
    return [float(str(row[0])) for row in rows]


def test_a_lost_morning_gets_the_shape_of_stored_mornings(database: Database) -> None:
    rows = days_of_use(21, morning=5)
    with database.connect() as connection:
        [meter] = hourly_meters(connection, 1)
        arrive(connection, meter, rows[:-13])
        drain(database.connect, clock)
        arrive(connection, meter, rows[-13:])
    drain(database.connect, clock)
    assert lost_morning(database) == pytest.approx([1.0] * 6 + [5.0] * 6)
    reasons = {tuple(str(each) for each in [row[5]]) for row in hours(database) if row[3] != 0}
    assert reasons == {("['similar_days']",)}


def test_late_readings_shape_a_gap_two_weeks_after_them(database: Database) -> None:
    rows = days_of_use(21, morning=5)
    early, late = rows[: 24 * 19], rows[24 * 19 :]
    with database.connect() as connection:
        [meter] = hourly_meters(connection, 1)
        arrive(connection, meter, late)
        drain(database.connect, clock)
        assert lost_morning(database) == pytest.approx([3.0] * 12)
        arrive(connection, meter, early[: 24 * 10])
        drain(database.connect, clock)
    assert lost_morning(database) == pytest.approx([1.0] * 6 + [5.0] * 6)
    assert fetch(database, b"SELECT count(*) FROM stale_hour") == [(0,)]
    seen = revisions(database)
    assert {seen[BEGIN - k * HOUR] for k in range(13, 25)} == {2}
    assert {seen[BEGIN - k * HOUR] for k in range(1, 13)} == {1}


def test_what_an_operator_writes_in_the_calendar_shapes_gaps(database: Database) -> None:
    """A lost Saturday after four workdays: it is a workday too by the calendar that is handed in."""
    first = BEGIN.date() - timedelta(days=20)
    worked = {first + k * timedelta(days=1) for k in range(21)}
    named = {day: NamedDay(day, DayKind.WORKDAY, "值班") for day in worked}
    with database.connect() as connection:
        [meter] = hourly_meters(connection, 1)
        arrive(connection, meter, days_of_use(5, morning=5))
    drain(database.connect, clock)
    assert lost_morning(database) == pytest.approx([3.0] * 12)
    with database.connect() as connection:
        connection.execute(
            "INSERT INTO stale_hour (device_id, quantity_id, hour) VALUES (%s, %s, %s)",
            [meter.device_id, VOLUME, BEGIN - 20 * HOUR],
        )
        connection.commit()
    drain(database.connect, clock, Calendar(days=named))
    assert lost_morning(database) == pytest.approx([1.0] * 6 + [5.0] * 6)


def test_another_heating_region_shapes_the_gaps_of_its_meters_again(database: Database) -> None:
    """Heated on 14 of the 28 days, up to 18 October: the lost day is not, nor are three rest days."""
    season = HeatingSeason("hills", date(2026, 9, 1), date(2026, 10, 18))
    calendar = Calendar(heating={"hills": (season,)})
    with database.connect() as connection:
        [meter] = hourly_meters(connection, 1)
        arrive(connection, meter, days_of_use(28, morning=5, heated=14))
    drain(database.connect, clock, calendar)
    assert lost_morning(database)[6] == pytest.approx(36 * (6 * 9 + 3 * 5) / 9 / 52)
    with database.connect() as connection:
        connection.execute("UPDATE place SET heating = 'hills' WHERE kind = 'site'")
        connection.execute("UPDATE meter SET calendar_stale = true")
        connection.commit()
    drain(database.connect, clock, calendar)
    assert lost_morning(database) == pytest.approx([1.0] * 6 + [5.0] * 6)


def random_rows(random: Random) -> Rows:
    """Return seven weeks of hourly registers with gaps of up to two days, jumping and standing as it goes."""
    rows: Rows = []
    register, skip = 1000.0, 0
    for k in range(24 * 49):
        register += random.choice([0.0, 0.3, 1.7]) * (4 if 8 <= k % 24 < 18 else 1)
        skip = random.randint(5, 48) if skip == 0 and random.random() < 0.015 else max(skip - 1, 0)
        if not skip:
            rows.append((BEGIN - timedelta(days=49) + k * HOUR, register))
    return rows


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_arrival_changes_no_bit_of_a_shaped_gap(database: Database, seed: int) -> None:
    random = Random(seed)  # noqa: S311  (the same readings every time)
    rows = random_rows(random)
    with database.connect() as connection:
        in_order, shuffled = hourly_meters(connection, 2)
        arrive(connection, in_order, rows)
        left = random.sample(rows, len(rows)) if seed % 2 else _in_runs(rows, random)
        while left:
            size = random.randint(1, 150)
            arrive(connection, shuffled, left[:size])
            drain(database.connect, clock)
            left = left[size:]
    drain(database.connect, clock)
    for table in _TABLES:
        assert fetch(database, table, in_order.id) == fetch(database, table, shuffled.id)
    shaped = b"SELECT count(*) FROM consumption_hourly WHERE meter_id = %s AND 'similar_days' = ANY(reasons)"
    assert fetch(database, shaped, shuffled.id) != [(0,)]


def _in_runs(rows: Rows, random: Random) -> Rows:
    """Return rows in runs of a day or so, as backlogs arrive, the runs in any order."""
    runs = [rows[k : k + 30] for k in range(0, len(rows), 30)]
    return [row for run in random.sample(runs, len(runs)) for row in run]
