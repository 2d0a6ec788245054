"""The simulator's truth against ours, with one fix in a hundred spoilt."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from analytics.vehicles.movement import movement
from analytics.vehicles.pieces import Trip
from analytics.vehicles.track import Track
from simulators.days import local_day
from simulators.demand import Demand
from simulators.drafts import Draft
from simulators.site import merge
from simulators.trackers import Logbook
from simulators.trips import Leg
from tests.unit.analytics.vehicles.spoiling import spoilt, track_of
from tests.unit.simulators.compound import site_file, use_file

FIRST = date(2026, 4, 13)
DAYS = 5
SEEDS = range(20)
NEAR = timedelta(seconds=90)
"""Fixes come every 30 s, and the first and last of a drive lie within the stop."""


@dataclass(frozen=True, slots=True)
class Driven:
    start: datetime
    end: datetime
    metres: float


def simulated(seed: int) -> tuple[Track, list[Driven]]:
    """Return a vehicle's fixes of a week, and the drives it really made."""
    file = site_file()
    site = merge([file])
    use = use_file()
    assert use.pool is not None
    logbook = Logbook(file.vehicles[0], site, Demand(seed, use), use.pool)
    drafts: list[Draft] = []
    driven: list[Driven] = []
    for on in (FIRST + timedelta(days=number) for number in range(DAYS)):
        day = logbook.day(on)
        drafts += day.drafts
        midnight = local_day(on, site.zone).start
        driven += [_driven(midnight, leg) for trip in day.trips for leg in (trip.out, trip.home)]
    return track_of(drafts), driven


def _driven(midnight: int, leg: Leg) -> Driven:
    start, end = (datetime.fromtimestamp(midnight + second, UTC) for second in (leg.start_s, leg.end_s))
    return Driven(start, end, leg.metres)


def _is_same(trip: Trip, drive: Driven) -> bool:
    return abs(trip.start - drive.start) <= NEAR and abs(trip.end - drive.end) <= NEAR


def test_trips_and_distances_are_those_that_were_driven() -> None:
    found_of, true_of, matched, errors, sums = 0, 0, 0, [], [0.0, 0.0]
    for seed in SEEDS:
        track, driven = simulated(seed)
        trips = movement(spoilt(track, seed)).trips
        left = list(trips)
        for drive in driven:
            same = [trip for trip in left if _is_same(trip, drive)]
            if same:
                left.remove(same[0])
                matched += 1
                errors.append(abs(same[0].distance_m / drive.metres - 1))
        true_of, found_of = true_of + len(driven), found_of + len(trips)
        sums[0] += sum(trip.distance_m for trip in trips)
        sums[1] += sum(drive.metres for drive in driven)
    assert true_of > 100
    assert 2 * matched / (true_of + found_of) >= 0.98
    assert sums[0] == pytest.approx(sums[1], rel=0.01)
    assert np.mean(errors) < 0.01
