"""Stops and trips: their figures by hand."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from analytics.vehicles.movement import movement
from analytics.vehicles.pieces import OdometerLack, Place, TripRules
from analytics.vehicles.plane import distance_m
from analytics.vehicles.track import Track, instant, track_of
from models.fixes import Fix
from tests.unit.analytics.vehicles.roads import (
    BEGIN,
    HOME,
    Part,
    edited,
    road,
    there_and_back,
    without_speeds,
)

DAY = there_and_back(noise_m=0.0)


def clock(hours: int, minutes: int, seconds: int = 0) -> object:
    return instant(BEGIN) + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def test_a_day_is_stops_and_trips_in_turn() -> None:
    found = movement(there_and_back(noise_m=2.0))
    assert [type(piece).__name__ for piece in found.pieces] == ["Stop", "Trip", "Stop", "Trip", "Stop"]
    out, home = found.trips
    assert (out.start, out.end) == (clock(0, 30), clock(0, 40))
    assert (home.start, home.end) == (clock(1, 0), clock(1, 10))
    assert found.stops[1].place.lat == pytest.approx(38.5 + 10_000 / 111_000, abs=5e-5)


def test_the_odometer_is_the_distance_where_it_is_plausible() -> None:
    out, _ = movement(DAY).trips
    assert out.odometer_lack is None
    assert out.odometer_m == pytest.approx(10_000, abs=1)
    assert out.distance_m == out.odometer_m
    assert out.track_m == pytest.approx(10_000, rel=0.001)


@pytest.mark.parametrize(
    ("odometer", "lack"),
    [
        (np.full(len(DAY), np.nan), OdometerLack.MISSING),
        (-DAY.odometer_km, OdometerLack.BACKWARDS),
        (np.full(len(DAY), 7.0), OdometerLack.BACKWARDS),
        (100 + (DAY.odometer_km - 100) * 1.3, OdometerLack.DIFFERS),
        (100 + (DAY.odometer_km - 100) * 0.7, OdometerLack.DIFFERS),
    ],
    ids=["missing", "backwards", "stuck", "too much", "too little"],
)
def test_an_odometer_that_is_not_believed_says_why(odometer: np.ndarray, lack: OdometerLack) -> None:
    # the first fix of a drive repeats the place of the last at home: with noise none does
    for trip in movement(replace(there_and_back(), odometer_km=odometer)).trips:
        assert trip.odometer_lack is lack
        assert trip.odometer_m is None
        assert trip.distance_m == trip.track_m


def test_a_short_trip_is_measured_by_the_track() -> None:
    (trip,) = movement(road(Part(600, every_s=60), Part(120, 15.0), Part(600, every_s=60), noise_m=1)).trips
    assert trip.odometer_lack is OdometerLack.COARSE
    assert trip.distance_m == pytest.approx(1800, rel=0.01)


def test_a_gap_is_known_for_one_and_the_odometer_counts_it() -> None:
    track = there_and_back()
    lost = np.concatenate([np.arange(10), np.arange(24, len(track))])
    out, _ = movement(track.take(lost)).trips
    assert out.gap_s == 450
    assert out.driving_s == 150
    assert out.distance_m == pytest.approx(10_000, abs=1)


def test_a_tracker_that_slept_through_a_drive_still_shows_it() -> None:
    track = there_and_back()
    (trip,) = movement(track.take(np.r_[0:7, 26:30])).trips
    assert trip.track_m == pytest.approx(10_000, rel=0.01)
    assert trip.gap_s == (trip.end - trip.start).total_seconds()


def test_driving_idling_and_standing_are_told_apart() -> None:
    parts = [Part(600, every_s=60), Part(300, 15.0), Part(120), Part(300, 15.0), Part(600, every_s=60)]
    track = road(*parts, noise_m=0.5)
    (off,) = movement(track).trips
    assert (off.driving_s, off.idling_s, off.stopped_s, off.gap_s) == (600, 0, 120, 0)
    (on,) = movement(edited(track, list(range(10, 34)), ignition=1)).trips
    assert (on.driving_s, on.idling_s, on.stopped_s) == (600, 120, 0)


def test_idling_in_a_stop_is_counted() -> None:
    track = edited(road(Part(3600, every_s=60), noise_m=1), list(range(10)), ignition=1)
    (stop,) = movement(track).stops
    assert stop.idling_s == 9 * 60


def test_the_top_speed_has_its_place_and_absurd_speeds_are_no_top() -> None:
    track = there_and_back()
    fast = edited(track, [12, 15, 2], speed_kmh=[75.0, 400.0, 90.0])
    top = movement(fast).trips[0].top
    assert top is not None
    assert top.speed_kmh == 75
    assert top.at == instant(track.at[12])
    assert top.place == Place(float(track.lon[12]), float(track.lat[12]))
    doubled = edited(track, [15], speed_kmh=180.0)
    assert movement(doubled).trips[0].top == movement(track).trips[0].top


def test_without_reported_speeds_the_top_is_that_of_the_track() -> None:
    top = movement(without_speeds(there_and_back())).trips[0].top
    assert top is not None
    assert top.speed_kmh == pytest.approx(60, rel=0.03)


def test_a_stop_is_longer_than_three_minutes() -> None:
    def stops(seconds: int) -> int:
        return len(
            movement(road(Part(600, 15.0), Part(seconds, every_s=10), Part(600, 15.0), noise_m=1)).stops
        )

    assert stops(170) == 0
    assert stops(180) == 1


def test_a_walk_that_leaves_by_200_metres_is_a_trip_and_a_shorter_one_is_not() -> None:
    def trips(metres: int) -> int:
        parts = [Part(600, every_s=60), Part(60, metres / 60, every_s=10), Part(600, every_s=60)]
        return len(movement(road(*parts, noise_m=1)).trips)

    assert trips(190) == 0
    assert trips(330) == 1


def test_rules_can_be_others() -> None:
    parts = [Part(600, 15.0), Part(120, every_s=10), Part(600, 15.0)]
    assert len(movement(road(*parts), TripRules(stop_duration=timedelta(seconds=60))).trips) == 2


@pytest.mark.parametrize("size", [0, 1])
def test_a_track_of_no_way_has_no_piece(size: int) -> None:
    assert movement(DAY.take(slice(0, size))).pieces == ()


def test_fixes_become_columns() -> None:
    at = instant(BEGIN)
    track = track_of([Fix(at, *HOME), Fix(at + timedelta(seconds=1), *HOME, 30.0, 5, is_on=True)])
    assert isinstance(track, Track)
    assert (track.satellites.tolist(), track.ignition.tolist()) == ([-1, 5], [-1, 1])
    assert np.isnan(track.speed_kmh[0])
    assert instant(track.at[1]) - at == timedelta(seconds=1)


@given(st.floats(-179, 178), st.floats(-70, 70), st.floats(-0.02, 0.02), st.floats(-0.02, 0.02))
def test_short_distances_are_geodesic_to_a_millimetre(
    lon: float, lat: float, east: float, north: float
) -> None:
    there = lon + east, lat + north
    mine = distance_m(*(np.array([value]) for value in (lon, lat, *there)))
    assert float(mine[0]) == pytest.approx(Geod(ellps="WGS84").inv(lon, lat, *there)[2], abs=1e-3)
