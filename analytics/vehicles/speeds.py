"""Speed above a limit, kept up for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.geodesy import steps_m
from models.fixes import Fix

_LONGEST_GAP_S = 120.0
"""What happened between two fixes further apart is not known."""
_LEAST_MOVED = 0.5
"""A speed whose track is shorter than this share of it is the tracker's mistake."""


@dataclass(frozen=True, slots=True)
class KeptUp:
    """The highest excess over the limit that held for the whole of a stretch [km/h].

    `first` and `last` number the fixes of the longer stretch around it in which `floor_kmh` was exceeded;
    `slowest` is the fix with that excess.
    """

    excess_kmh: float
    slowest: int
    first: int
    last: int


def kept_up(
    fixes: Sequence[Fix], limits_kmh: NDArray[np.float64], lasting: timedelta, floor_kmh: float
) -> KeptUp | None:
    """Return what excess over its limit a vehicle kept up for `lasting`; None: there is no such stretch.

    Parameters
    ----------
    fixes
        Clean, in order.
    limits_kmh
        shape (fixes,), the limit at each of them.
    lasting
        Longer than 0: so at least two fixes say it, and a single one with an absurd speed changes nothing.
    floor_kmh
        The excess that counts for the whole stretch around the best.

    90, 130, 85, 88 km/h half a minute apart where 80 are allowed, for 60 s: 5 km/h too fast.
    """
    if not fixes:
        return None
    excess = np.array([np.nan if fix.speed_kmh is None else fix.speed_kmh for fix in fixes]) - limits_kmh
    at = np.array([fix.at.timestamp() for fix in fixes])
    moved = np.concatenate([[0.0], np.cumsum(steps_m(fixes))])
    best: tuple[float, int, int] | None = None
    for first, last in _stretches(at, lasting.total_seconds()):
        least = float(excess[first : last + 1].min())
        if np.isnan(least) or (best is not None and least <= best[0]):
            continue
        slowest_m_s = float((excess + limits_kmh)[first : last + 1].min()) / 3.6
        if moved[last] - moved[first] >= _LEAST_MOVED * slowest_m_s * (at[last] - at[first]):
            best = (least, first, last)
    if best is None:
        return None
    least, first, last = best
    slowest = first + int(excess[first : last + 1].argmin())
    is_fast = excess > min(floor_kmh, least - 1e-9)
    return KeptUp(least, slowest, _extended(first, -1, is_fast, at), _extended(last, 1, is_fast, at))


def _stretches(at: NDArray[np.float64], lasting_s: float) -> list[tuple[int, int]]:
    """Return the shortest stretch of at least `lasting_s` from each fix on that has no gap in it."""
    ends = np.searchsorted(at, at + lasting_s)
    gaps = np.concatenate([[0], np.cumsum(np.diff(at) > _LONGEST_GAP_S)])
    return [
        (first, int(last)) for first, last in enumerate(ends) if last < len(at) and gaps[last] == gaps[first]
    ]


def _extended(place: int, step: int, is_fast: NDArray[np.bool_], at: NDArray[np.float64]) -> int:
    while (
        0 <= place + step < len(at)
        and is_fast[place + step]
        and abs(at[place + step] - at[place]) <= _LONGEST_GAP_S
    ):
        place += step
    return place
