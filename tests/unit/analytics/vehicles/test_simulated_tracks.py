"""The simulator's truth against ours, with one fix in a hundred spoilt."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from analytics.vehicles.movement import movement
from analytics.vehicles.pieces import Trip
from analytics.vehicles.track import UNKNOWN, Track
from simulators.days import local_day
from simulators.demand import Demand
from simulators.drafts import Draft
from simulators.site import merge
from simulators.trackers import Logbook
from simulators.trips import Leg
from tests.unit.analytics.vehicles.roads import edited, in_gcj02
from tests.unit.simulators.compound import site_file, use_file

FIRST = date(2026, 4, 13)
DAYS = 5
SEEDS = range(20)
NEAR = timedelta(seconds=90)
"""Fixes come every 30 s, and the first and last of a drive lie within the stop."""

PARKED = timedelta(seconds=930)
"""Where the first or the last fix of a drive is spoilt, the parked one beside it bounds the trip."""


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
    return _track(drafts), driven


def _driven(midnight: int, leg: Leg) -> Driven:
    start, end = (datetime.fromtimestamp(midnight + second, UTC) for second in (leg.start_s, leg.end_s))
    return Driven(start, end, leg.metres)


def _track(drafts: list[Draft]) -> Track:
    said = [draft.position or {} for draft in drafts]
    return Track(
        np.array([draft.at * 1000 for draft in drafts], dtype="datetime64[ms]"),
        np.array([float(one["lon"]) for one in said]),
        np.array([float(one["lat"]) for one in said]),
        np.array([float(one["speed_kmh"]) for one in said]),
        np.array([int(one.get("satellites", UNKNOWN)) for one in said], dtype=np.int16),
        np.array([int(draft.values["ignition"]) for draft in drafts], dtype=np.int8),
        np.array([float(draft.values["odometer_km"]) for draft in drafts]),
    )


def spoilt(track: Track, seed: int) -> Track:
    """Return the track with 1 % of its fixes wrong in each of the ways trackers are, and out of order."""
    chance = np.random.default_rng(seed)
    bad = np.sort(chance.choice(len(track), max(len(track) // 100, 6), replace=False))
    kinds = chance.permutation(np.arange(len(bad)) % 6)
    zero, weak, jump, drift, repeated, shifted = (bad[kinds == kind] for kind in range(6))
    drift = drift[track.ignition[drift] == 0]
    repeated = repeated[repeated > 0]
    spoiled = edited(track, repeated, lon=track.lon[repeated - 1], lat=track.lat[repeated - 1])
    spoiled = in_gcj02(spoiled, shifted.tolist())
    spoiled = edited(spoiled, zero, lon=0.0, lat=0.0)
    spoiled = edited(spoiled, weak, satellites=3, lon=track.lon[weak] + 0.05)
    spoiled = edited(spoiled, jump, lat=track.lat[jump] + chance.choice([-0.6, 0.4], len(jump)))
    spoiled = edited(spoiled, drift, lat=track.lat[drift] + 0.002)
    late = np.concatenate([chance.permutation(len(track)), bad])
    return spoiled.take(late)


def _is_same(trip: Trip, drive: Driven) -> bool:
    """Tell whether a trip is a drive: 90 s apart at one end; at the other as far as the next parked fix."""
    apart = sorted((abs(trip.start - drive.start), abs(trip.end - drive.end)))
    return apart[0] <= NEAR and apart[1] <= PARKED


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
