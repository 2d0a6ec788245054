"""Where a vehicle stood, by a rule that looks no further than the duration of a stop."""

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.plane import diagonal_m
from analytics.vehicles.track import Track

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

_LEAST_DEGREE_M = 110_500.0
"""A degree of latitude is longer: windows whose ends are further apart need no other look."""


def standing_steps(track: Track, lasting: timedelta, radius_m: float) -> Flags:
    """Return which steps from a fix to the next the vehicle stood, one fewer than fixes.

    A step is standing if it lies in a window of fixes that lasts at least `lasting` and whose box of degrees
    has a diagonal of at most `radius_m`: so all of its fixes are within that of each other. A silence that
    is long enough is such a window by itself. Windows that end with the first fix late enough, and those that
    begin with the last early enough, are all that is needed: each other window is made of them.
    """
    size = len(track)
    if size < 2:
        return np.zeros(max(size - 1, 0), dtype=np.bool_)
    at = track.at.view(np.int64)
    needed = round(lasting.total_seconds() * 1000)
    places = np.arange(size)
    behind = np.searchsorted(at, at + needed, "left")
    before = np.searchsorted(at, at - needed, "right") - 1
    has_end, has_start = behind < size, before >= 0
    # where fixes come regularly, the two are mostly the same
    has_start[has_start] = behind[before[has_start]] != places[has_start]
    firsts = np.concatenate([places[has_end], before[has_start]])
    lasts = np.concatenate([behind[has_end], places[has_start]])
    is_near = np.abs(track.lat[lasts] - track.lat[firsts]) * _LEAST_DEGREE_M <= radius_m
    firsts, lasts = firsts[is_near], lasts[is_near]
    is_still = box_diagonals_m(track, firsts, lasts) <= radius_m
    opened = np.bincount(firsts[is_still], minlength=size)
    closed = np.bincount(lasts[is_still], minlength=size)
    return np.cumsum(opened - closed)[:-1] > 0


def box_diagonals_m(track: Track, firsts: Places, lasts: Places) -> Floats:
    """Return the diagonals [m] of the boxes around the fixes `firsts` to `lasts`, both included."""
    west, east = _least(track.lon, firsts, lasts), -_least(-track.lon, firsts, lasts)
    south, north = _least(track.lat, firsts, lasts), -_least(-track.lat, firsts, lasts)
    return diagonal_m(west, east, south, north)


def _least(values: Floats, firsts: Places, lasts: Places) -> Floats:
    """Return the least value of each window: the lesser of two windows of a power of two that cover it."""
    found = np.empty(len(firsts))
    exponents = np.frexp((lasts - firsts + 1).astype(np.float64))[1] - 1
    level, width = values, 1
    counts = np.bincount(exponents) if len(exponents) else []
    for exponent, count in enumerate(counts):
        if count:
            mine = np.flatnonzero(exponents == exponent)
            found[mine] = np.minimum(level[firsts[mine]], level[lasts[mine] + 1 - width])
        level = np.minimum(level[:-width], level[width:]) if len(level) > width else level
        width *= 2
    return found
