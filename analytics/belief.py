"""Which readings to believe: a glitch is skipped where the register recovers, and everything else is kept.

The believed readings of a series are the cheapest chain through its points. Skipping a reading costs 2, up to
three in a row, and only where the step across them is plausible or at either end of the series; an
implausible step between neighbours costs 7, more than any run of skips. So a zero, a spike, a dip, or up to
three of them in a row cost less skipped than believed, and a register that stays where it jumped to is
believed from its fourth reading on: the step is then set aside.

The cheapest chain is a local matter, which is what lets a late reading recompute a few hours and not a year.
Where nine neighbours agree, every cheapest chain goes through the middle one, whatever stands before and
after: a hop into the run cannot skip more than three, so it lands within the first four; one out of it leaves
from the last four; and between them any skip would only add cost. Such a point is an anchor. Costs are whole
numbers, so the chain between two anchors is the same, tie for tie, in whatever window it is computed.
"""

import numpy as np

from analytics.registers import Bools, Installations, Ints, Points, steps

LONGEST_GLITCH = 3
"""Readings in a row that can be skipped."""

MARGIN = LONGEST_GLITCH + 1
"""Agreeing neighbours an anchor needs on either side."""

_SKIP = 2
_BREAK = _SKIP * LONGEST_GLITCH + 1


def possible(of: Points, installations: Installations) -> Bools:
    """Tell the points whose value the register can show: those below the modulus, and recorded ones."""
    return ~(of.value >= installations.modulus[of.series]) | of.fixed


def believed(of: Points, installations: Installations) -> Bools:
    """Tell the points that are believed; the others are glitches, or not possible.

    Returns
    -------
    (n,) bool
        One for each point.
    """
    candidates = np.flatnonzero(possible(of, installations))
    kept = np.zeros(len(of.at), dtype=np.bool_)
    kept[candidates] = True
    series = of.series[candidates]
    for first, last in _troubles(series, _agreeing(of, installations, candidates)):
        region = candidates[first : last + 1]
        opens = (first == 0 or series[first - 1] != series[first]) and not of.fixed[region[0]]
        closes = (last + 1 == len(series) or series[last + 1] != series[last]) and not of.fixed[region[-1]]
        kept[region] = _cheapest_chain(_hops(of, installations, region), bool(opens), bool(closes))
    return kept


def anchors(of: Points, installations: Installations) -> Ints:
    """Return the possible points that are believed whatever readings lie beyond `MARGIN` of their neighbours.

    Returns
    -------
    (k, 3) int64
        For each anchor: the first point it rests on, itself, the last point it rests on.
    """
    candidates = np.flatnonzero(possible(of, installations))
    breaks = np.concatenate([[0], np.cumsum(~_agreeing(of, installations, candidates))])
    middle = np.arange(MARGIN, len(candidates) - MARGIN)
    same = of.series[candidates[middle - MARGIN]] == of.series[candidates[middle + MARGIN]]
    middle = middle[same & (breaks[middle + MARGIN] == breaks[middle - MARGIN])]
    rests_on = [candidates[middle - MARGIN], candidates[middle], candidates[middle + MARGIN]]
    return np.stack(rests_on, axis=1)


def _agreeing(of: Points, installations: Installations, candidates: Ints) -> Bools:
    """Tell which candidates agree with the next one; the last of a series does, having none."""
    before, after = candidates[:-1], candidates[1:]
    agree = steps(of, installations, before, after).plausible
    return agree | (of.series[before] != of.series[after])


def _troubles(series: Ints, agreeing: Bools) -> list[tuple[int, int]]:
    """Return the stretches [first, last] of candidates with a break in them, each from anchor to anchor."""
    found: list[tuple[int, int]] = []
    for place in np.flatnonzero(~agreeing):
        begin = int(np.searchsorted(series, series[place], side="left"))
        end = int(np.searchsorted(series, series[place], side="right")) - 1
        first, last = max(begin, int(place) - MARGIN), min(end, int(place) + 1 + MARGIN)
        if found and begin <= found[-1][1] and first <= found[-1][1]:
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _hops(of: Points, installations: Installations, region: Ints) -> list[list[bool]]:
    """Return, for each number of points skipped, which hops within the region are plausible."""
    return [
        steps(of, installations, region[: -skipped - 1], region[skipped + 1 :]).plausible.tolist()
        for skipped in range(min(LONGEST_GLITCH, len(region) - 2) + 1)
    ]


def _cheapest_chain(hops: list[list[bool]], opens: bool, closes: bool) -> Bools:
    """Return which points of a region the cheapest chain goes through; of equal ones, the longer hop.

    `opens` and `closes` say whether points at the beginning and at the end may be skipped.
    """
    size = len(hops[0]) + 1
    costs, origins = [0], [-1]
    for point in range(1, size):
        starts = opens and point <= LONGEST_GLITCH
        best, origin = (_SKIP * point, -1) if starts else (_BREAK + costs[point - 1], point - 1)
        for skipped in range(min(len(hops), point) - 1, -1, -1):
            before = point - skipped - 1
            cost = costs[before] + _hop_cost(hops[skipped][before], skipped)
            if cost < best:
                best, origin = cost, before
        costs.append(best)
        origins.append(origin)
    tail = min(LONGEST_GLITCH, size - 1) if closes else 0
    point = min((costs[-1 - k] + _SKIP * k, k) for k in range(tail + 1))[1]
    return _trace(origins, size - 1 - point)


def _hop_cost(plausible: bool, skipped: int) -> int:
    if plausible:
        return _SKIP * skipped
    return _BREAK if skipped == 0 else _BREAK * _BREAK


def _trace(origins: list[int], last: int) -> Bools:
    kept = np.zeros(len(origins), dtype=np.bool_)
    point = last
    while point >= 0:
        kept[point] = True
        point = origins[point]
    return kept
