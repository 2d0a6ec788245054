"""Outings of stored trips: they follow late fixes, and the fences of home."""

from datetime import UTC, datetime, timedelta

import numpy as np
import psycopg
import pytest

from analytics.vehicles.homes import Homes, homes_among
from analytics.vehicles.track import Track
from analytics.worker.movements import Movements
from models.geofences import Geofence
from tests.integration.analytics.test_movements import VEHICLE, connection, days, store
from tests.integration.counting import counted
from tests.unit.analytics.vehicles.roads import HOME

__all__ = ["connection"]

_NOW = datetime(2026, 12, 1, tzinfo=UTC)
Row = tuple[datetime, datetime | None, int]


def home(lon: float = HOME[0], code: str = "garage", radius_m: float = 300) -> Geofence:
    return Geofence.model_validate(
        {
            "type": "Feature",
            "properties": {"code": code, "name": "车库", "role": "home", "radius_m": radius_m},
            "geometry": {"type": "Point", "coordinates": [lon, HOME[1]]},
        }
    )


def stored(connection: psycopg.Connection) -> list[Row]:
    return connection.execute(
        "SELECT started_at, ended_at, trips FROM outing WHERE vehicle_id = %s ORDER BY 1", [VEHICLE]
    ).fetchall()


def compute(connection: psycopg.Connection, homes: Homes) -> list[Row]:
    worker = Movements(homes=homes)
    while worker.compute(connection, _NOW):
        continue
    return stored(connection)


@pytest.fixture
def homes() -> Homes:
    return homes_among([home()])


def test_there_and_back_is_one_outing_of_two_trips(connection: psycopg.Connection, homes: Homes) -> None:
    store(connection, days(2))
    found = compute(connection, homes)
    assert [trips for _, _, trips in found] == [2, 2]
    furthest = connection.execute("SELECT min(furthest_m), max(furthest_m) FROM outing").fetchone()
    # 10 km north of the middle of a fence of 300 m
    assert furthest == pytest.approx((9_700, 9_700), abs=100)


def test_any_order_of_arrival_stores_the_same_outings(connection: psycopg.Connection, homes: Homes) -> None:
    whole = days(3)
    store(connection, whole)
    expected = compute(connection, homes)
    connection.execute("TRUNCATE position, trip, stop, outing, outing_home")
    connection.execute("DELETE FROM reading")
    order = np.random.default_rng(1).permutation(len(whole))
    worker = Movements(homes=homes)
    for number, part in enumerate(np.array_split(order, 8)):
        store(connection, whole.take(part))
        worker.compute(connection, _NOW + timedelta(minutes=number))
    assert stored(connection) == expected
    assert len(expected) == 3


def test_the_last_outing_is_under_way_until_it_stands_at_home(
    connection: psycopg.Connection, homes: Homes
) -> None:
    whole = days(2)
    day = whole.at < np.datetime64("2026-11-22", "ms")
    out = np.flatnonzero(~day)[: np.count_nonzero(~day) // 2]
    store(connection, whole.take(np.concatenate([np.flatnonzero(day), out])))
    found = compute(connection, homes)
    assert [ended is None for _, ended, _ in found] == [False, True]
    store(connection, whole.take(np.flatnonzero(~day)))
    assert [ended is None for _, ended, _ in compute(connection, homes)] == [False, False]


def test_another_home_fence_computes_all_of_them_again(connection: psycopg.Connection, homes: Homes) -> None:
    store(connection, days(2))
    assert len(compute(connection, homes)) == 2
    elsewhere = homes_among([home(lon=HOME[0] + 1)])
    (endless,) = compute(connection, elsewhere)
    assert endless[1] is None
    assert not compute(connection, homes_among([]))
    assert len(compute(connection, homes)) == 2


@pytest.mark.parametrize("at", [HOME[0], HOME[0] + 1, None], ids=["at home", "never home", "without a home"])
def test_a_new_fix_costs_the_same_however_much_lies_behind_it(
    connection: psycopg.Connection, at: float | None
) -> None:
    homes = homes_among([] if at is None else [home(lon=at)])
    whole, asked = days(9), list[int]()
    for known, new in ((0, 1), (1, 2), (2, 8), (8, 9)):
        store(connection, between(whole, known, new))
        with counted(connection) as statements:
            compute(connection, homes)
        asked.append(len(statements))
    assert asked[3] == asked[1]


def between(track: Track, first: int, last: int) -> Track:
    """Return some days of a track, counted from its first."""
    begin = track.at[0].astype("datetime64[D]")
    behind = (track.at - begin) // np.timedelta64(1, "D")
    return track.take(np.flatnonzero((behind >= first) & (behind < last)))


def test_a_vehicle_is_at_home_where_the_registry_says(connection: psycopg.Connection) -> None:
    both = homes_among([home(), home(lon=HOME[0] + 1, code="elsewhere")])
    store(connection, days(1))
    assert [ended is None for _, ended, _ in compute(connection, both)] == [False]
    connection.execute("UPDATE vehicle SET homes = '{elsewhere}' WHERE id = %s", [VEHICLE])
    assert [ended is None for _, ended, _ in compute(connection, both)] == [True]
