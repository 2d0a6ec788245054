"""What the simulator's trackers report as a track, and what bad trackers make of it."""

from collections.abc import Sequence

import numpy as np

from analytics.vehicles.track import UNKNOWN, Track
from simulators.drafts import Draft
from tests.unit.analytics.vehicles.roads import edited, in_gcj02


def track_of(drafts: Sequence[Draft]) -> Track:
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
