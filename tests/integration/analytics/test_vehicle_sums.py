"""Days and months of vehicles are the sums of their trips and receipts, whatever came, went or moved."""

from collections import Counter
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.worker.movements import Movements
from storage import tracks
from tests.integration.database import Database

_FIRST, _NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC)
_REGISTRY = """
INSERT INTO institution (code, name, type) VALUES ('b', '局', 'government');
INSERT INTO place (code, name, kind, institution_id, timezone) VALUES
('east', '东院', 'site', 1, 'Asia/Shanghai'), ('west', '西院', 'site', 1, 'Asia/Urumqi');
INSERT INTO device (code, kind, protocol, site_id)
VALUES ('bd1', 'vehicle_tracker', 'json_v1', 1), ('bd2', 'vehicle_tracker', 'json_v1', 2);
INSERT INTO vehicle (plate, type, fuel, duty, institution_id)
SELECT plate, '轿车', 'gasoline', 'general', 1 FROM unnest(ARRAY['宁A00001', '宁A00002']) AS plate;
INSERT INTO vehicle_tracker (vehicle_id, device_id, valid)
VALUES (1, 1, '[2026-01-01,)'), (2, 2, '[2026-01-01,)');
"""
_TRIP = """
INSERT INTO trip (
    vehicle_id, started_at, ended_at, start_lon, start_lat, end_lon, end_lat, distance_m, track_m,
    odometer_lack, driving_s, idling_s, stopped_s, gap_s, top_speed_kmh, top_at, top_lon, top_lat, fixes
)
SELECT
    vehicle, at, at + interval '20 minutes', 106, 38, 106, 38, distance, distance, 'missing',
    900, 200, 80, 20, speed, CASE WHEN speed IS NOT NULL THEN at END, 106 + 0 * speed, 38 + 0 * speed, 9
FROM unnest(%s::integer[], %s::timestamptz[], %s::double precision[], %s::double precision[])
    AS trip (vehicle, at, distance, speed)
ON CONFLICT DO NOTHING
"""
_OF_TRIPS = """
SELECT plate, day, count(*), round(sum(distance_m)::numeric, 3), sum(driving_s), sum(idling_s),
    sum(stopped_s), sum(gap_s), max(top_speed_kmh), min(started_at), max(ended_at)
FROM (
    SELECT *, (started_at AT TIME ZONE coalesce(timezone, 'UTC'))::date AS day FROM analytics.trip
) AS trip
GROUP BY plate, day ORDER BY plate, day
"""
_DAYS = """
SELECT plate, day, trips, round(distance_m::numeric, 3), driving_s, idling_s, stopped_s, gap_s, top_speed_kmh,
    first_started_at, last_ended_at
FROM analytics.vehicle_day ORDER BY plate, day
"""
_MONTHS_OF_DAYS = """
SELECT plate, date_trunc('month', day)::date AS month, count(*), sum(trips),
    round(sum(distance_m)::numeric, 3), sum(driving_s), sum(idling_s), sum(stopped_s), sum(gap_s),
    max(top_speed_kmh)
FROM analytics.vehicle_day GROUP BY plate, month ORDER BY plate, month
"""
_MONTHS = """
SELECT plate, month, trip_days, trips, round(distance_m::numeric, 3), driving_s, idling_s, stopped_s, gap_s,
    top_speed_kmh
FROM analytics.vehicle_month WHERE trips > 0 ORDER BY plate, month
"""
_STAY = """
INSERT INTO stop (vehicle_id, started_at, ended_at, lon, lat, idling_s, fixes)
SELECT vehicle, at, at + lasting, 106, 38, 0, 9
FROM unnest(%s::integer[], %s::timestamptz[], %s::interval[]) AS stay (vehicle, at, lasting)
ON CONFLICT DO NOTHING
"""
_KNOWN = """
SELECT DISTINCT plate, day::date
FROM (
    SELECT plate, started_at, ended_at, timezone FROM analytics.trip
    UNION ALL
    SELECT plate, started_at, ended_at, timezone FROM analytics.stop
) AS piece
CROSS JOIN LATERAL generate_series(
    (started_at AT TIME ZONE coalesce(timezone, 'UTC'))::date::timestamp,
    (ended_at AT TIME ZONE coalesce(timezone, 'UTC'))::date::timestamp,
    interval '1 day'
) AS day
ORDER BY plate, day
"""
_COST = """
INSERT INTO vehicle_cost (
    vehicle_id, day, kind, amount_yuan, is_correction, litres, voucher, approval, approval_above_yuan,
    receipt, copy, recorded_at, recorded_by
) VALUES (%s, %s, %s, %s, %s, %s, %s, '', 1000, gen_random_uuid()::text, 1, now(), '内勤')
"""
_OF_RECEIPTS = """
SELECT plate, date_trunc('month', day)::date AS month, kind, sum(amount_yuan), sum(litres), sum(energy_kwh),
    count(*), count(*) FILTER (WHERE is_unapproved)
FROM analytics.vehicle_cost GROUP BY plate, month, kind ORDER BY plate, month, kind
"""
_COST_MONTHS = """
SELECT plate, month, kind, amount_yuan, litres, energy_kwh, entries, unapproved
FROM analytics.vehicle_cost_month ORDER BY plate, month, kind
"""


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """Two vehicles with trackers of two sites, whose clocks are two hours apart."""
    with database.connect() as opened:
        opened.execute(_REGISTRY)
        opened.commit()
        opened.autocommit = True
        yield opened


def add_up(connection: psycopg.Connection) -> None:
    """Compare what is kept with what it is the sum of."""
    assert connection.execute(_DAYS).fetchall() == connection.execute(_OF_TRIPS).fetchall()
    assert connection.execute(_MONTHS).fetchall() == connection.execute(_MONTHS_OF_DAYS).fetchall()
    known = connection.execute(_KNOWN).fetchall()
    days = "SELECT plate, day FROM analytics.vehicle_known_day ORDER BY plate, day"
    assert connection.execute(days).fetchall() == known
    months = "SELECT plate, month, days FROM analytics.vehicle_month ORDER BY plate, month"
    counted = Counter((plate, day.replace(day=1)) for plate, day in known)
    assert connection.execute(months).fetchall() == [(*each, days) for each, days in sorted(counted.items())]


def drive(connection: psycopg.Connection, *trips: tuple[int, datetime, float, float | None]) -> None:
    connection.execute(_TRIP, [list(column) for column in zip(*trips, strict=True)])
    written(connection, [(vehicle, at, at + timedelta(minutes=20)) for vehicle, at, _, _ in trips])


def written(connection: psycopg.Connection, pieces: list[tuple[int, datetime, datetime]]) -> None:
    """Say that pieces came or went, as the worker does."""
    for vehicle in {vehicle for vehicle, _, _ in pieces}:
        since = min(begin for each, begin, _ in pieces if each == vehicle)
        until = max(end for each, _, end in pieces if each == vehicle)
        tracks.add_up_pieces(connection, vehicle, since, until)


def a_month_of_trips(connection: psycopg.Connection) -> None:
    """Trips of both vehicles every five hours over the turn of a month."""
    begin = datetime(2026, 1, 20, tzinfo=UTC)
    starts = [begin + timedelta(hours=5 * number) for number in range(100)]
    drive(connection, *[(1 + number % 2, at, 1000.0 + number, 60.0) for number, at in enumerate(starts)])


_trips = st.lists(
    st.tuples(
        st.sampled_from([1, 2]),
        st.integers(0, 60 * 48).map(
            lambda halves: datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=30 * halves)
        ),
        st.floats(0, 5e5),
        st.none() | st.floats(0, 150),
    ),
    min_size=1,
    max_size=12,
)


_stays = st.lists(
    st.tuples(st.sampled_from([1, 2]), st.integers(0, 60 * 24), st.integers(1, 20 * 24)), max_size=4
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(trips=st.lists(_trips, min_size=1, max_size=4), stays=_stays, choice=st.data())
def test_days_and_months_are_sums_of_the_pieces_that_are_there(
    connection: psycopg.Connection,
    trips: list[list[tuple[int, datetime, float, float | None]]],
    stays: list[tuple[int, int, int]],
    choice: st.DataObject,
) -> None:
    connection.execute("DELETE FROM trip")
    connection.execute("DELETE FROM stop")
    written(connection, [(vehicle, _FIRST, _NOW) for vehicle in (1, 2)])
    assert connection.execute("SELECT count(*) FROM vehicle_day").fetchone() == (0,)
    assert connection.execute("SELECT count(*) FROM vehicle_month").fetchone() == (0,)
    for vehicle, hours, lasting in _apart(stays):
        at, long = _FIRST + timedelta(hours=hours), timedelta(hours=lasting)
        connection.execute(_STAY, [[vehicle], [at], [long]])
        written(connection, [(vehicle, at, at + long)])
        add_up(connection)
    for some in trips:
        drive(connection, *some)
        add_up(connection)
        gone = choice.draw(st.lists(st.sampled_from([(1, at) for _, at, _, _ in some]), max_size=5))
        for _, at in gone:
            connection.execute("DELETE FROM trip WHERE started_at = %s", [at])
            written(connection, [(vehicle, at, at + timedelta(minutes=20)) for vehicle in (1, 2)])
        add_up(connection)


def _apart(stays: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Leave out stays that begin in another of the same vehicle, or reach into it: there are none."""
    kept: list[tuple[int, int, int]] = []
    for vehicle, begin, lasting in sorted(stays):
        if not kept or kept[-1][0] != vehicle or kept[-1][1] + kept[-1][2] <= begin:
            kept.append((vehicle, begin, lasting))
    return kept


def test_a_day_that_is_as_it_was_is_not_written_again(connection: psycopg.Connection) -> None:
    a_month_of_trips(connection)
    places = "SELECT ctid FROM vehicle_day UNION ALL SELECT ctid FROM vehicle_month"
    before = connection.execute(places).fetchall()
    tracks.add_up_pieces(connection, 1, None, None)
    assert connection.execute(places).fetchall() == before


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE place SET timezone = 'America/New_York' WHERE code = 'east'",
        "UPDATE device SET site_id = 1 WHERE code = 'bd2'",
        "UPDATE vehicle_tracker SET valid = '[2026-01-01,2026-01-31 18:00Z)' WHERE device_id = 2",
        "DELETE FROM vehicle_tracker WHERE vehicle_id = 1",
    ],
)
def test_another_clock_makes_other_days(change: str, connection: psycopg.Connection) -> None:
    a_month_of_trips(connection)
    before = connection.execute(_DAYS).fetchall()
    # as those do who apply a registry; the worker has its own role
    connection.execute("SET ROLE guanjia_registrar")
    connection.execute(change.encode())
    connection.execute("SET ROLE guanjia_analytics")
    Movements().compute(connection, _NOW)
    connection.execute("RESET ROLE")
    assert connection.execute(_DAYS).fetchall() != before
    add_up(connection)
    assert connection.execute("SELECT count(*) FROM stale_track").fetchone() == (0,)


def test_what_leaves_the_clock_alone_marks_nothing(connection: psycopg.Connection) -> None:
    connection.execute("UPDATE vehicle_tracker SET valid = '[2026-01-02,)' WHERE device_id = 2")
    a_month_of_trips(connection)
    connection.execute("UPDATE place SET name = '新院', timezone = timezone")
    connection.execute("UPDATE device SET name = '北斗', site_id = site_id")
    assert connection.execute("SELECT count(*) FROM stale_track").fetchone() == (0,)


def test_what_was_added_up_is_not_changed_behind_its_sums(connection: psycopg.Connection) -> None:
    connection.execute(_COST, [1, "2026-01-05", "fuel", 300, False, 40, "F1"])
    with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
        connection.execute("UPDATE vehicle_cost SET amount_yuan = 1")
    connection.execute("UPDATE vehicle_cost SET approval = 'A1'")


def test_months_of_costs_are_sums_of_their_receipts(connection: psycopg.Connection) -> None:
    for parameters in (
        (1, "2026-01-05", "fuel", "300.10", False, 40, "F1"),
        (1, "2026-01-31", "fuel", "299.90", False, None, ""),
        (1, "2026-02-01", "repair", "700", False, None, "R1"),
        (1, "2026-02-01", "repair", "700", False, None, "R1"),
        (1, "2026-02-03", "repair", "1700", False, None, ""),
        (1, "2026-02-04", "repair", "-1700", True, None, ""),
        (2, "2026-02-28", "tyres", "1200.55", False, None, "T1"),
    ):
        connection.execute(_COST, parameters)
        assert connection.execute(_COST_MONTHS).fetchall() == connection.execute(_OF_RECEIPTS).fetchall()
    assert [row[-1] for row in connection.execute(_COST_MONTHS).fetchall()] == [0, 3, 1]
    for change in (
        "UPDATE vehicle_cost SET approval = 'A1' WHERE id = 3",
        "DELETE FROM vehicle_cost WHERE id > 4",
    ):
        connection.execute(change.encode())
        assert connection.execute(_COST_MONTHS).fetchall() == connection.execute(_OF_RECEIPTS).fetchall()


def test_receipts_that_are_entered_at_once_are_all_in_their_month(
    database: Database, connection: psycopg.Connection
) -> None:
    def enter(kinds: list[str]) -> None:
        with database.connect() as opened:
            for kind in kinds:
                opened.execute(_COST, [1, "2026-01-05", kind, 300, False, None, ""])
                opened.commit()

    writers: list[Callable[[], None]] = [
        lambda: enter(["fuel", "tolls"] * 20),
        lambda: enter(["tolls", "fuel"] * 20),
    ]
    with ThreadPoolExecutor(2) as pool:
        for running in [pool.submit(writer) for writer in writers]:
            running.result()
    assert connection.execute(_COST_MONTHS).fetchall() == connection.execute(_OF_RECEIPTS).fetchall()
    assert [row[6] for row in connection.execute(_COST_MONTHS).fetchall()] == [40, 40]
