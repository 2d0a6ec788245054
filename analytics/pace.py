"""What a register ordinarily does, from its own neighbourhood: for meters of which nobody knows the most."""

from dataclasses import dataclass

import numpy as np

from analytics.registers import HOUR_US, Bools, Floats, Installations, Ints, Points

NEIGHBOURS = 96
"""Raw steps on either side that are looked at: with a reading each quarter of an hour, a day."""

LEAST_KNOWN = 4
"""Where fewer steps than this rise in the neighbourhood, nothing is known of the meter's pace."""

_REACH_US = 7 * 24 * HOUR_US
_NEAR = (4, 32)
_AT_ONCE = 1 << 14


@dataclass(frozen=True, slots=True)
class Pace:
    """Raw steps, those between neighbouring possible points of a series, as far as they tell of ordinary use.

    Attributes
    ----------
    place : (n,) int64
        For each point, how many possible points stand before it.
    possible : (k,) int64
        Points whose value the register can show.
    rise : (k,) float64
        From each possible point to the next [register's unit]; 0 where it tells nothing: a fall, or a rise
        beside a fall, which is half of a glitch.
    near_before, near_after : (k,) float64
        A bound from below of what rose near before, and near after a possible point [register's unit]. A
        step that is small beside it is plausible, whatever lies beyond.
    """

    place: Ints
    possible: Ints
    rise: Floats
    near_before: Floats
    near_after: Floats


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What the raw steps around pairs of points come to, those between the two left out.

    Attributes
    ----------
    total : (k,) float64
        All rises [register's unit].
    hours : (k,) float64
        How long all steps took.
    rising : (k,) int64
        How many rise.
    rising_hours : (k,) float64
        How long those took.
    """

    total: Floats
    hours: Floats
    rising: Ints
    rising_hours: Floats


def possible(of: Points, installations: Installations) -> Bools:
    """Tell the points whose value the register can show: those below the modulus, and recorded ones."""
    return ~(of.value >= installations.modulus[of.series]) | of.fixed


def pace(of: Points, installations: Installations) -> Pace:
    """Return the raw steps of all series that have no largest rate; those of others tell nothing."""
    shown = possible(of, installations)
    points = np.flatnonzero(shown)
    place = np.cumsum(shown) - shown
    if not np.isnan(installations.max_rate_per_hour).any():
        nothing = np.broadcast_to(np.float64(0), len(points))
        return Pace(place, points, nothing, nothing, nothing)
    rise = _rises(of, installations, points)
    near = [_near(of.series[points], of.at[points], rise, steps) for steps in _NEAR]
    before, after = (np.maximum(*side) for side in zip(*near, strict=True))
    return Pace(place, points, rise, before, after)


def neighbourhood(of: Points, known: Pace, before: Ints, after: Ints) -> Neighbourhood:
    """Add up to `NEIGHBOURS` raw steps on either side of pairs of points, none farther than a week."""
    parts = [
        _neighbourhood(of, known, before[begin : begin + _AT_ONCE], after[begin : begin + _AT_ONCE])
        for begin in range(0, max(len(before), 1), _AT_ONCE)
    ]
    columns = [[getattr(part, name) for part in parts] for name in Neighbourhood.__slots__]
    return Neighbourhood(*(np.concatenate(column) for column in columns))


def _neighbourhood(of: Points, known: Pace, before: Ints, after: Ints) -> Neighbourhood:
    left, right = known.place[before][:, None], known.place[after][:, None]
    series, at = of.series[known.possible], of.at[known.possible]
    reach = np.arange(NEIGHBOURS)
    step = np.concatenate([left - 1 - reach, right + reach], axis=1)
    start, end = np.clip(step, 0, len(at) - 1), np.clip(step + 1, 0, len(at) - 1)
    mine = (step >= 0) & (start < end) & (series[start] == series[left]) & (series[end] == series[left])
    mine &= (at[left] - at[start] <= _REACH_US) & (at[end] - at[right] <= _REACH_US)
    hours = np.where(mine, (at[end] - at[start]) / HOUR_US, 0.0)
    rise = np.where(mine, known.rise[start], 0.0)
    rising = rise > 0
    return Neighbourhood(rise.sum(1), hours.sum(1), rising.sum(1), np.where(rising, hours, 0.0).sum(1))


def _rises(of: Points, installations: Installations, points: Ints) -> Floats:
    series, rises = of.series[points], np.zeros(len(points))
    step = np.where(series[:-1] == series[1:], np.diff(of.value[points]), 0.0)
    falls = np.concatenate([[False], (step < 0) & ~installations.two_way[series[:-1]], [False]])
    told = ~(falls[:-2] | falls[1:-1] | falls[2:]) & np.isnan(installations.max_rate_per_hour[series[:-1]])
    rises[:-1] = np.where(told, np.abs(step), 0.0)
    return rises


def _near(series: Ints, at: Ints, rise: Floats, steps: int) -> tuple[Floats, Floats]:
    """Return what rose in the `steps` steps before and after each point, 0 where they are not all there."""
    after = np.zeros(len(rise))
    before = np.zeros(len(rise))
    if len(rise) <= steps:
        return before, after
    total, width = rise, 1
    while width < steps:
        total = total[:-width] + total[width:]
        width *= 2
    there = (series[steps:] == series[:-steps]) & (at[steps:] - at[:-steps] <= _REACH_US)
    after[:-steps] = np.where(there, total[:-1], 0.0)
    before[steps:] = after[:-steps]
    return before, after
