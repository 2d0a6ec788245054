"""Runs of fixes in GCJ-02 among others in WGS-84."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.gcj02 import shifted
from analytics.vehicles.plane import at_most_m, offset_m
from analytics.vehicles.track import Track

LONGEST_MS: Final = 1_800_000
"""A run that lasts longer is left as it is: so a fix depends on half an hour around it, not on all."""
_LEAST_M: Final = 60.0
_ENOUGH: Final = 0.6
_CLOSE: Final = 0.3
_SPEED: Final = 0.2
"""Shares of the shift: so far off a step is, so little without the shift, so much better fits its speed."""

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Steps:
    """Steps between neighbouring fixes: metres east and north, seconds, metres by the reported speeds."""

    east: Floats
    north: Floats
    seconds: Floats
    driven: Floats


def shifted_fixes(track: Track) -> Flags:
    """Return which fixes are in GCJ-02, shape (fixes,); the track is in order, each instant once.

    A run begins with a step that is off by the shift from the pace before and behind it, and ends with one
    off by the opposite; both fit without the shift, and the reported speeds, where there are any, fit better
    so. A run open at an end of the track is not known for one.
    """
    found = np.zeros(len(track), dtype=np.bool_)
    if len(track) < 3 or not _is_far(track).any():
        return found
    steps = _steps(track)
    into, out = _edges(track, steps)
    kind = np.concatenate([np.ones(len(into), dtype=np.int8), np.zeros(len(out), dtype=np.int8)])
    places = np.concatenate([into, out])
    order = np.lexsort((kind, places))
    kind, places = kind[order], places[order]
    for pair in np.flatnonzero((kind[:-1] == 1) & (kind[1:] == 0)).tolist():
        first, last = int(places[pair]) + 1, int(places[pair + 1])
        if first <= last and (track.at[last] - track.at[first]).astype(np.int64) <= LONGEST_MS:
            found[first : last + 1] = True
    found[_single(track, steps)] = True
    return found


def _is_far(track: Track) -> Flags:
    """Tell which steps are long enough to be off by a shift: where none is, nothing is to be found."""
    most = at_most_m(track.lon[:-1], track.lat[:-1], track.lon[1:], track.lat[1:])
    return most > _LEAST_M / 2


def _steps(track: Track) -> _Steps:
    east, north = offset_m(track.lon[:-1], track.lat[:-1], track.lon[1:], track.lat[1:])
    seconds = np.diff(track.at).astype(np.int64) / 1000
    return _Steps(east, north, seconds, (track.speed_kmh[:-1] + track.speed_kmh[1:]) / 7.2 * seconds)


def _shift_m(track: Track, places: Places) -> tuple[Floats, Floats]:
    lon, lat = track.lon[places], track.lat[places]
    return offset_m(lon, lat, *shifted(lon, lat))


def _edges(track: Track, steps: _Steps) -> tuple[Places, Places]:
    """Return the steps into a run and out of one."""
    pace_east, pace_north = steps.east / steps.seconds, steps.north / steps.seconds
    before = np.maximum(np.arange(len(steps.seconds)) - 1, 0)
    behind = np.minimum(np.arange(len(steps.seconds)) + 1, len(steps.seconds) - 1)
    before[0], behind[-1] = behind[0], before[-1]
    off_east = steps.east - steps.seconds * (pace_east[before] + pace_east[behind]) / 2
    off_north = steps.north - steps.seconds * (pace_north[before] + pace_north[behind]) / 2
    off = np.hypot(off_east, off_north)
    maybe = np.flatnonzero(off > _LEAST_M)
    shift_east, shift_north = _shift_m(track, maybe)
    size = np.hypot(shift_east, shift_north)
    found: list[Places] = []
    for sign in (1.0, -1.0):
        left = np.hypot(off_east[maybe] - sign * shift_east, off_north[maybe] - sign * shift_north)
        raw = np.hypot(steps.east[maybe], steps.north[maybe])
        mended = np.hypot(steps.east[maybe] - sign * shift_east, steps.north[maybe] - sign * shift_north)
        is_one = (off[maybe] > _ENOUGH * size) & (left < _CLOSE * size)
        found.append(maybe[is_one & _fits_better(raw, mended, steps.driven[maybe], size)])
    return found[0], found[1]


def _single(track: Track, steps: _Steps) -> Places:
    """Return single fixes that the shift alone sets apart from the line between their neighbours."""
    share = steps.seconds[:-1] / (steps.seconds[:-1] + steps.seconds[1:])
    off_east = steps.east[:-1] - share * (steps.east[:-1] + steps.east[1:])
    off_north = steps.north[:-1] - share * (steps.north[:-1] + steps.north[1:])
    off = np.hypot(off_east, off_north)
    maybe = np.flatnonzero(off > _LEAST_M)
    shift_east, shift_north = _shift_m(track, maybe + 1)
    size = np.hypot(shift_east, shift_north)
    left = np.hypot(off_east[maybe] - shift_east, off_north[maybe] - shift_north)
    raw = np.hypot(steps.east[maybe], steps.north[maybe])
    raw += np.hypot(steps.east[maybe + 1], steps.north[maybe + 1])
    mended = np.hypot(steps.east[maybe] - shift_east, steps.north[maybe] - shift_north)
    mended += np.hypot(steps.east[maybe + 1] + shift_east, steps.north[maybe + 1] + shift_north)
    driven = steps.driven[maybe] + steps.driven[maybe + 1]
    is_one = (off[maybe] > _ENOUGH * size) & (left < _CLOSE * size)
    return maybe[is_one & _fits_better(raw, mended, driven, size)] + 1


def _fits_better(raw: Floats, mended: Floats, driven: Floats, size: Floats) -> Flags:
    """Tell where the reported speeds fit better without the shift, or are not known."""
    return np.isnan(driven) | (np.abs(mended - driven) + _SPEED * size < np.abs(raw - driven))
