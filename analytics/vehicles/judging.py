"""Which fixes of a track to believe, and what is wrong with the others. Order of arrival never matters."""

from dataclasses import dataclass, replace
from enum import IntFlag
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.gcj02 import undone
from analytics.vehicles.jumps import jumps
from analytics.vehicles.mixed_datum import shifted_fixes
from analytics.vehicles.track import Floats, Track, in_order
from analytics.vehicles.waking import at_the_ends

FEWEST_SATELLITES: Final = 4
"""A position in space and time has four unknowns."""
NULL_ISLAND: Final = 0.1
MOVING_KMH: Final = 10.0
_MOVED_KM: Final = 0.15
"""More than the last digit of an odometer that counts tenths of a kilometre."""


class Doubt(IntFlag):
    """What is said against a fix; 0: nothing."""

    DUPLICATE = 1
    """Another fix of the same instant is taken."""
    ZERO = 2
    """At 0, 0, or no place on earth."""
    WEAK = 4
    """Fewer than four satellites."""
    REPEATED = 8
    """The position before it again, while speed or odometer say that the vehicle moves."""
    JUMP = 16
    """Out of reach."""
    SHIFTED = 32
    """Was in GCJ-02; the shift is undone, and the fix counts."""
    DRIFT = 64
    """Wandered while the vehicle stood; counts for the stop, its way does not."""
    PLACED = 128
    """Beside another doubt: a drive began or ended then, so it counts, where the vehicle was parked."""


LEFT_OUT: Final = Doubt.DUPLICATE | Doubt.ZERO | Doubt.WEAK | Doubt.REPEATED | Doubt.JUMP


@dataclass(frozen=True, slots=True)
class Judged:
    """A track in order, the shift of GCJ-02 undone, and a `Doubt` for each fix, uint8 of shape (fixes,)."""

    track: Track
    doubts: NDArray[np.uint8]

    @property
    def believed(self) -> NDArray[np.intp]:
        """The places of the fixes that count."""
        is_placed = (self.doubts & Doubt.PLACED.value) != 0
        return np.flatnonzero(((self.doubts & LEFT_OUT.value) == 0) | is_placed)

    def counts(self) -> dict[str, int]:
        """Return how many fixes have each doubt, by its name in lower case."""
        return {str(doubt.name).lower(): int(np.count_nonzero(self.doubts & doubt.value)) for doubt in Doubt}


def judged(track: Track) -> Judged:
    """Return what to believe of a track, in whatever order it comes; no fix is left out without a doubt."""
    track = in_order(track)
    doubts = _single_doubts(track)
    valid = np.flatnonzero(doubts == 0)
    left = track.take(valid)
    repeated = _repeated(left)
    doubts[valid[repeated]] = Doubt.REPEATED.value
    valid, left = valid[~repeated], left.take(~repeated)
    shifted = np.flatnonzero(shifted_fixes(left))
    if len(shifted):
        lon, lat = left.lon.copy(), left.lat.copy()
        lon[shifted], lat[shifted] = undone(lon[shifted], lat[shifted])
        left = replace(left, lon=lon, lat=lat)
        track = _moved(track, valid, lon, lat)
        doubts[valid[shifted]] = Doubt.SHIFTED.value
    doubts[valid[jumps(left)]] |= Doubt.JUMP.value
    return Judged(_with_ends(track, doubts), doubts)


def _with_ends(track: Track, doubts: NDArray[np.uint8]) -> Track:
    """Return the track with the bad fixes that tell when a drive began or ended put where it did."""
    is_bad = (doubts & LEFT_OUT.value) != 0
    told = is_bad & ((doubts & Doubt.DUPLICATE.value) == 0)
    ends, where = at_the_ends(track, np.flatnonzero(~is_bad), np.flatnonzero(told))
    if not len(ends):
        return track
    doubts[ends] |= Doubt.PLACED.value
    return _moved(track, ends, track.lon[where], track.lat[where])


def _moved(track: Track, places: NDArray[np.intp], lon: Floats, lat: Floats) -> Track:
    all_lon, all_lat = track.lon.copy(), track.lat.copy()
    all_lon[places], all_lat[places] = lon, lat
    return replace(track, lon=all_lon, lat=all_lat)


def _single_doubts(track: Track) -> NDArray[np.uint8]:
    """Return the doubts that a fix raises by itself, and those of instants that come twice."""
    doubts = np.zeros(len(track), dtype=np.uint8)
    is_null = (np.abs(track.lon) < NULL_ISLAND) & (np.abs(track.lat) < NULL_ISLAND)
    is_place = (np.abs(track.lon) <= 180) & (np.abs(track.lat) <= 90)
    doubts[is_null | ~is_place] = Doubt.ZERO.value
    doubts[(track.satellites >= 0) & (track.satellites < FEWEST_SATELLITES)] |= Doubt.WEAK.value
    valid = np.flatnonzero(doubts == 0)
    doubts[valid[1:][np.diff(track.at[valid]).astype(np.int64) == 0]] = Doubt.DUPLICATE.value
    return doubts


def _repeated(track: Track) -> NDArray[np.bool_]:
    """Return which fixes repeat the position before them though the vehicle moves.

    The odometer is compared with that at the first fix of the position: a tracker that hangs in slow traffic
    shows a tenth of a kilometre now and then.
    """
    is_same = np.concatenate(
        [[False], (np.diff(track.lon) == 0) & (np.diff(track.lat) == 0)]  # the same digits, not near
    )[: len(track)]
    if not is_same.any():
        return is_same
    first = np.maximum.accumulate(np.where(is_same, 0, np.arange(len(track))))
    moved = track.odometer_km - track.odometer_km[first] > _MOVED_KM
    return is_same & (moved | (track.speed_kmh >= MOVING_KMH))
