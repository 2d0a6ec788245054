"""Trips of stored fixes: whatever order they come in, they are those of all fixes at once."""

from collections.abc import Generator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np
import psycopg
import pytest

from analytics.vehicles.late import MARGIN
from analytics.vehicles.movement import movement
from analytics.vehicles.pieces import Piece, Stop, Trip
from analytics.vehicles.track import Track, in_order, instant, joined
from analytics.worker.movements import Movements
from models.track_window import Window
from storage import tracks
from storage.database import query
from storage.tracks import StopRow, TripRow
from tests.integration.database import Database
from tests.unit.analytics.vehicles.roads import in_gcj02, there_and_back

VEHICLE, OTHER = 1, 2
TRACKER = 1
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)

_BY_DAY = """
SELECT plate, day, trips, round(distance_m), last_ended_at FROM analytics.vehicle_day ORDER BY plate, day
"""
_DAYS_OF_TRIPS = """
SELECT plate, (started_at AT TIME ZONE timezone)::date AS day, count(*), round(sum(distance_m)), max(ended_at)
FROM analytics.trip GROUP BY plate, day ORDER BY plate, day
"""

Pieces = tuple[Sequence[TripRow], Sequence[StopRow]]


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """Two vehicles, the first of which carries the only tracker; nothing measured."""
    with database.connect() as opened:
        opened.execute("INSERT INTO institution (code, name, type) VALUES ('b', '局', 'government')")
        opened.execute(
            "INSERT INTO place (code, name, kind, institution_id, timezone)"
            " VALUES ('yard', '大院', 'site', 1, 'Asia/Shanghai')"
        )
        opened.execute(
            "INSERT INTO device (code, kind, protocol, site_id)"
            " VALUES ('bd1', 'vehicle_tracker', 'json_v1', 1)"
        )
        opened.execute(
            "INSERT INTO vehicle (plate, type, fuel, duty, institution_id)"
            " SELECT plate, '轿车', 'gasoline', 'general', 1 FROM unnest(%s::text[]) AS plate",
            [["宁A00001", "宁A00002"]],
        )
        opened.execute(
            "INSERT INTO vehicle_tracker (vehicle_id, device_id, valid) VALUES (1, 1, '[2026-01-01,)')"
        )
        opened.commit()
        opened.autocommit = True
        yield opened


def days(how_many: int) -> Track:
    """Return days of there and back, with nights at home in between, and some fixes in GCJ-02."""
    one = there_and_back()
    shifted = in_gcj02(one, [20, 21, 22, 23])
    parts = [one if day % 2 else shifted for day in range(how_many)]
    return joined(
        [
            Track(
                part.at + np.timedelta64(day, "D"),
                part.lon,
                part.lat,
                part.speed_kmh,
                part.satellites,
                part.ignition,
                part.odometer_km + 20 * day,
            )
            for day, part in enumerate(parts)
        ]
    )


def store(connection: psycopg.Connection, track: Track) -> None:
    """Store fixes as ingest does, with their marks."""
    rows = zip(
        [instant(at) for at in track.at],
        track.lon.tolist(),
        track.lat.tolist(),
        track.speed_kmh.tolist(),
        track.satellites.tolist(),
        strict=True,
    )
    with connection.transaction():
        connection.execute(query("ingest/create_staging"))
        with (
            connection.cursor() as cursor,
            cursor.copy(
                "COPY staging_position (message, device_id, at, lon, lat, speed_kmh, satellites) FROM STDIN"
            ) as copy,
        ):
            for row in rows:
                copy.write_row((0, TRACKER, *row))
        for quantity, values in (("ignition", track.ignition), ("odometer_km", track.odometer_km)):
            for at, value in zip(track.at, values.tolist(), strict=True):
                connection.execute(
                    "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
                    " SELECT %s, id, %s, %s, %s FROM quantity WHERE name = %s ON CONFLICT DO NOTHING",
                    [TRACKER, instant(at), value, instant(at), quantity],
                )
        connection.execute(query("ingest/store_positions"), {"received_at": _FIRST})
        connection.execute(query("ingest/mark_tracks"))


def pieces(connection: psycopg.Connection, vehicle: int = VEHICLE) -> Pieces:
    return tracks.pieces(connection, vehicle, Window(None, None))


def of_all(connection: psycopg.Connection, track: Track) -> Pieces:
    """Return what the pieces of all fixes at once are, as they would be stored."""
    connection.execute("DELETE FROM trip")
    connection.execute("DELETE FROM stop")
    connection.execute("INSERT INTO stale_track (vehicle_id, hour) VALUES (1, '2020-01-01')")
    Movements().compute(connection, _FIRST)
    expected = movement(track).pieces
    found = pieces(connection)
    assert [_span(piece) for piece in expected if isinstance(piece, Trip)] == _spans(found[0])
    assert [_span(piece) for piece in expected if isinstance(piece, Stop)] == _spans(found[1])
    return found


def _span(piece: Piece) -> tuple[datetime, datetime]:
    return piece.start, piece.end


def _spans(rows: Sequence[TripRow] | Sequence[StopRow]) -> list[tuple[datetime, datetime]]:
    return [(row.started_at, row.ended_at) for row in rows]


@pytest.mark.parametrize("seed", range(4))
def test_any_order_of_arrival_stores_the_trips_of_all_fixes(
    connection: psycopg.Connection, seed: int
) -> None:
    whole = days(3)
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(whole)) if seed % 2 else np.arange(len(whole))
    # some late by days, and some twice
    late = generator.random(len(whole)) < 0.1
    order = np.concatenate([order[~late[order]], order[late[order]], order[:20]])
    worker, minutes = Movements(), count()
    for part in np.array_split(order, 12):
        store(connection, whole.take(part))
        worker.compute(connection, _FIRST + timedelta(minutes=next(minutes)))
    in_parts = pieces(connection)
    by_day = connection.execute(_BY_DAY).fetchall()
    assert by_day == connection.execute(_DAYS_OF_TRIPS).fetchall()
    assert in_parts == of_all(connection, whole)
    assert len(in_parts[0]) == 6
    assert connection.execute(_BY_DAY).fetchall() == by_day


def test_a_late_fix_reads_the_pieces_around_it_and_no_more(connection: psycopg.Connection) -> None:
    whole = days(6)
    store(connection, whole)
    Movements().compute(connection, _FIRST)
    at = instant(in_order(whole).at[len(whole) // 2])
    within = tracks.window(connection, VEHICLE, at - MARGIN, at + MARGIN)
    assert within.first is not None
    assert within.last is not None
    assert within.last - within.first < timedelta(days=3)


def test_a_vehicle_is_computed_once_a_minute_and_keeps_its_marks_until_then(
    connection: psycopg.Connection,
) -> None:
    whole = days(1)
    half = len(whole) // 2
    worker = Movements()
    store(connection, whole.take(slice(0, half)))
    assert worker.compute(connection, _FIRST) == 1
    before = pieces(connection)
    store(connection, whole.take(slice(half, None)))
    assert worker.compute(connection, _FIRST + timedelta(seconds=59)) == 0
    assert pieces(connection) == before
    assert worker.compute(connection, _FIRST + timedelta(seconds=60)) == 1
    assert pieces(connection) == of_all(connection, whole)


def test_one_worker_computes_a_vehicle_and_the_marks_stay_when_it_dies(
    database: Database, connection: psycopg.Connection
) -> None:
    store(connection, days(1))
    with database.connect() as other:
        assert tracks.try_vehicle(other, VEHICLE)
        tracks.take_marks(other, VEHICLE)
        Movements().compute(connection, _FIRST)
        assert pieces(connection) == ([], [])
        other.rollback()
    Movements().compute(connection, _FIRST)
    assert len(pieces(connection)[0]) == 2


def test_a_tracker_on_another_vehicle_takes_its_trips_along(connection: psycopg.Connection) -> None:
    whole = days(2)
    store(connection, whole)
    Movements().compute(connection, _FIRST)
    assert len(pieces(connection)[0]) == 4
    second_day = instant(whole.at[len(whole) // 2]) - timedelta(minutes=5)
    with connection.transaction():
        connection.execute("UPDATE vehicle_tracker SET valid = tstzrange('2026-01-01', %s)", [second_day])
        connection.execute(
            "INSERT INTO vehicle_tracker (vehicle_id, device_id, valid) VALUES (2, 1, tstzrange(%s, NULL))",
            [second_day],
        )
    Movements().compute(connection, _FIRST)
    assert [len(pieces(connection, vehicle)[0]) for vehicle in (VEHICLE, OTHER)] == [2, 2]


def test_the_views_count_a_day_by_the_time_of_the_site(connection: psycopg.Connection) -> None:
    store(connection, days(2))
    Movements().compute(connection, _FIRST)
    rows = connection.execute(
        "SELECT plate, day, trips, distance_m, top_speed_kmh FROM analytics.vehicle_day ORDER BY day"
    ).fetchall()
    assert [(plate, str(day), trips) for plate, day, trips, _, _ in rows] == [
        ("宁A00001", "2026-11-21", 2),
        ("宁A00001", "2026-11-22", 2),
    ]
    assert [round(distance / 1000, 1) for _, _, _, distance, _ in rows] == [20.0, 20.0]
    stays = connection.execute("SELECT count(*) FROM analytics.stop").fetchone()
    assert stays == (5,)
