"""Each kind of bad fix: named, and without any effect on the trips."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.vehicles.gcj02 import shifted, undone
from analytics.vehicles.judging import Doubt, judged
from analytics.vehicles.movement import movement
from analytics.vehicles.plane import distance_m
from analytics.vehicles.track import Track, joined
from tests.unit.analytics.vehicles.roads import Part, edited, in_gcj02, road, there_and_back, without_speeds

DAY = there_and_back()
DRIVING, PARKED = 15, 3


def doubted(track: Track) -> dict[int, Doubt]:
    doubts = judged(track).doubts
    return {int(place): Doubt(int(doubts[place])) for place in np.flatnonzero(doubts)}


def assert_same_trips(track: Track, known: Track = DAY, metres: float = 0.01) -> None:
    found, good = movement(track), movement(known)
    assert [(trip.start, trip.end) for trip in found.trips] == [(trip.start, trip.end) for trip in good.trips]
    for mine, other in zip(found.trips, good.trips, strict=True):
        assert mine.track_m == pytest.approx(other.track_m, rel=metres)


def test_a_good_day_raises_no_doubt() -> None:
    assert doubted(DAY) == {}
    assert len(movement(DAY).trips) == 2


@pytest.mark.parametrize("place", [DRIVING, PARKED])
def test_zero_coordinates_are_left_out(place: int) -> None:
    bad = edited(DAY, [place], lon=0.0, lat=0.0)
    assert doubted(bad) == {place: Doubt.ZERO}
    assert_same_trips(bad)


def test_a_place_that_is_none_on_earth_is_left_out() -> None:
    assert doubted(edited(DAY, [PARKED, DRIVING], lat=[91.0, -500.0])) == {
        PARKED: Doubt.ZERO,
        DRIVING: Doubt.ZERO,
    }


def test_too_few_satellites_are_left_out_and_unknown_ones_are_not() -> None:
    bad = edited(DAY, [DRIVING, PARKED], satellites=[3, -1], lon=[107.0, DAY.lon[PARKED]])
    assert doubted(bad) == {DRIVING: Doubt.WEAK}
    assert_same_trips(bad)


def test_the_ignition_of_a_bad_fix_tells_when_a_drive_began_or_ended() -> None:
    parked, drive = Part(3600, every_s=900), Part(600, 15.0)
    arrived = Part(30, 1e-9)
    day = road(parked, drive, arrived, parked)
    first, last = 4, 4 + 20
    assert [bool(on) for on in day.ignition[[first - 1, first, last, last + 1]]] == [False, True, True, False]
    bad = edited(day, [first, last], lon=0.0, lat=0.0)
    assert doubted(bad) == dict.fromkeys([first, last], Doubt.ZERO | Doubt.PLACED)
    assert_same_trips(bad, day, 1e-6)
    silent = edited(bad, [first, last], ignition=-1)
    assert doubted(silent) == dict.fromkeys([first, last], Doubt.ZERO)


def test_a_bad_fix_of_an_instant_that_is_believed_tells_nothing() -> None:
    day = road(Part(3600, every_s=900), Part(600, 15.0), Part(30, 1e-9), Part(3600, every_s=900))
    parked, left = 3, 4
    assert doubted(day) == {left: Doubt.REPEATED | Doubt.PLACED}, "it left there, says the ignition alone"
    again = edited(day.take(np.array([parked])), [0], satellites=3, ignition=1)
    twice = joined([day, again])
    assert doubted(twice) == {parked + 1: Doubt.WEAK, left + 1: Doubt.REPEATED | Doubt.PLACED}
    assert movement(twice).pieces == movement(day).pieces


@pytest.mark.parametrize("place", [DRIVING, PARKED])
@pytest.mark.parametrize("count", [1, 2])
def test_jumps_are_left_out(place: int, count: int) -> None:
    places = list(range(place, place + count))
    bad = edited(DAY, places, lon=DAY.lon[places] + 1.0)
    assert doubted(bad) == dict.fromkeys(places, Doubt.JUMP)
    assert_same_trips(bad)


def test_good_fixes_between_jumps_are_kept() -> None:
    bad = edited(DAY, [12, 14, 16], lon=DAY.lon[[12, 14, 16]] + [0.9, -0.9, 0.7])
    assert set(doubted(bad)) == {12, 14, 16}
    assert_same_trips(bad)


def test_a_jump_at_either_end_is_left_out() -> None:
    last = len(DAY) - 1
    bad = edited(DAY, [0, last], lat=40.0)
    assert doubted(bad) == {0: Doubt.JUMP, last: Doubt.JUMP}


def test_a_parked_vehicle_does_not_jump_half_a_kilometre() -> None:
    bad = edited(DAY, [PARKED], lat=DAY.lat[PARKED] + 0.006)
    assert doubted(bad) == {PARKED: Doubt.JUMP}
    assert_same_trips(bad)


def test_three_fixes_that_agree_are_believed_and_the_way_between_is_not() -> None:
    carried = edited(DAY, [3, 4, 5], lat=DAY.lat[[3, 4, 5]] + 1.0)
    assert not any(doubt & Doubt.JUMP for doubt in doubted(carried).values())
    assert sum(trip.track_m for trip in movement(carried).trips) < 25_000


def test_drift_at_standstill_makes_no_trip_and_no_distance() -> None:
    parked = road(Part(3600, every_s=60), noise_m=3.0)
    wandered = edited(parked, [20, 21, 22], lat=parked.lat[[20, 21, 22]] + [0.0005, 0.0012, 0.0006])
    found = movement(wandered)
    assert found.trips == ()
    assert len(found.stops) == 1
    assert found.judged.counts()["drift"] == 3
    assert found.stops[0].place.lat == pytest.approx(38.5, abs=1e-4)


def test_a_parked_vehicle_whose_fixes_leave_and_come_back_is_parked() -> None:
    parked = road(Part(7200, every_s=60), noise_m=3.0)
    spike = edited(parked, [20, 60, 61], lat=parked.lat[[20, 60, 61]] + 0.003, ignition=-1)
    garage = edited(
        parked, list(range(80, 90)), lat=parked.lat[80:90] + 0.001 * np.array([1, 3, 2, 4, 1, 3, 1, 4, 2, 3])
    )
    assert len(movement(spike).pieces) == 1
    assert movement(garage).trips == ()


def test_a_position_repeated_while_the_vehicle_moves_is_left_out() -> None:
    places = list(range(DRIVING, DRIVING + 5))
    by_speed = edited(DAY, places, lon=DAY.lon[DRIVING - 1], lat=DAY.lat[DRIVING - 1])
    assert doubted(by_speed) == dict.fromkeys(places, Doubt.REPEATED)
    assert_same_trips(by_speed)
    by_odometer = edited(by_speed, places, speed_kmh=0.0)
    assert doubted(by_odometer) == dict.fromkeys(places, Doubt.REPEATED)


def test_a_position_repeated_while_the_vehicle_stands_is_believed() -> None:
    assert doubted(road(Part(3600, every_s=60))) == {}


@pytest.mark.parametrize("track", [DAY, without_speeds(DAY)], ids=["with speeds", "bare"])
@pytest.mark.parametrize(
    "places",
    [[15], [12, 13], [10, 11, 12, 13, 14], [2], [2, 3]],
    ids=["one", "two", "five", "parked", "parked two"],
)
def test_a_run_in_gcj02_is_mended(track: Track, places: list[int]) -> None:
    found = judged(in_gcj02(track, places))
    assert {int(place) for place in np.flatnonzero(found.doubts)} == set(places)
    assert set(found.doubts[places].tolist()) == {Doubt.SHIFTED.value}
    away = distance_m(found.track.lon, found.track.lat, track.lon, track.lat)
    assert float(away.max()) < 0.01


def test_a_tracker_that_always_sends_gcj02_is_not_mended() -> None:
    assert not doubted(in_gcj02(DAY, list(range(len(DAY)))))


@given(st.floats(73, 135), st.floats(18, 53))
def test_the_shift_is_undone_to_a_millimetre(lon: float, lat: float) -> None:
    place = np.array([lon]), np.array([lat])
    away = distance_m(*place, *shifted(*place))
    assert 10 < float(away[0]) < 1500
    back = undone(*shifted(*place))
    assert float(distance_m(*place, *back)[0]) < 0.001


def test_the_shift_is_that_of_a_known_place() -> None:
    # Tian'anmen as the published reconstruction and its ports give it
    lon, lat = shifted(np.array([116.391349]), np.array([39.907375]))
    assert (float(lon[0]), float(lat[0])) == pytest.approx((116.397593, 39.908777), abs=2e-5)


def test_nothing_is_shifted_outside_of_china() -> None:
    lon, lat = np.array([13.7]), np.array([45.3])
    assert shifted(lon, lat) == (lon, lat)
