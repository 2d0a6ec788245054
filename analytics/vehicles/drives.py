"""Drives at times at which nobody should drive."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analytics.vehicles.geodesy import metres
from models.fixes import Fix

_LONGEST_GAP_S = 1800.0
"""Parked trackers report every 15 minutes: a longer gap says nothing of what was in it."""


@dataclass(frozen=True, slots=True)
class Motion:
    """What counts as driving: a speed [km/h] where the ignition is unknown, and a distance [m]."""

    min_speed_kmh: float
    min_distance_m: float


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive without a stop, from its first fix to its last; `length_m` along the track."""

    first: Fix
    last: Fix
    length_m: float


def drives(fixes: Sequence[Fix], is_counted: Sequence[bool], motion: Motion) -> list[Drive]:
    """Return the drives that lie in counted times and go further than drift does.

    `fixes` are clean and in order. A vehicle with the ignition off does not drive, whatever its fixes do;
    with the ignition on it may stand at a light. An engine that runs in the yard goes nowhere: no outing.
    """
    found: list[Drive] = []
    track: list[Fix] = []
    for (before, is_one), (after, is_other) in pairwise(zip(fixes, is_counted, strict=True)):
        gap_s = (after.at - before.at).total_seconds()
        if is_one and is_other and gap_s <= _LONGEST_GAP_S and _is_driven(before, after, motion):
            track = [*track, after] if track else [before, after]
            continue
        found += _drive(track, motion)
        track = []
    return found + _drive(track, motion)


def _is_driven(before: Fix, after: Fix, motion: Motion) -> bool:
    return _drives(before, motion) or _drives(after, motion)


def _drives(fix: Fix, motion: Motion) -> bool:
    if fix.is_on is not None:
        return fix.is_on
    return fix.speed_kmh is not None and fix.speed_kmh >= motion.min_speed_kmh


def _drive(track: Sequence[Fix], motion: Motion) -> list[Drive]:
    if not track or max(metres(track[0], fix) for fix in track) < motion.min_distance_m:
        return []
    length_m = sum(metres(before, after) for before, after in pairwise(track))
    return [Drive(track[0], track[-1], length_m)]
