"""Which readings to believe: a glitch is skipped where the register recovers, and everything else is kept.

The believed readings of a series are the cheapest chain through its points. Skipping a reading costs 2, up to
three in a row, and only where the step across them is plausible or at either end of the series; an
implausible step between neighbours costs 7, more than any run of skips. So a zero, a spike, a dip, or up to
three of them in a row cost less skipped than believed, and a register that stays where it jumped to is
believed from its fourth reading on: the step is then set aside. A fall no faster than the meter's largest
rate costs 2, less than two skips, and one of more than three falls in a row costs 1, less than one skip: a
register that runs backwards is believed, from where it turns to where it turns again.

The cheapest chain is a local matter, which is what lets a late reading recompute a few hours and not a year.
Where nine neighbours agree, every cheapest chain goes through the middle one, whatever stands before and
after: a hop into the run cannot skip more than three, so it lands within the first four; one out of it leaves
from the last four; and between them any skip would only add cost. Such a point is an anchor. Costs are whole
numbers, so the chain between two anchors is the same, tie for tie, in whatever window it is computed.
"""

from collections.abc import Sequence

import numpy as np

from analytics.pace import NEIGHBOURS, Pace
from analytics.registers import Bools, Installations, Ints, Points
from analytics.steps import Steps, steps

LONGEST_GLITCH = 3
"""Readings in a row that can be skipped."""

MARGIN = LONGEST_GLITCH + 1
"""Agreeing neighbours an anchor needs on either side."""

REACH = NEIGHBOURS + 2 * MARGIN
"""Points an anchor rests on, on either side, where its meter has no largest rate."""

_SKIP = 2
_REVERSE = 2
_LASTING = 1
_BREAK = _SKIP * LONGEST_GLITCH + 1
_NEVER = _BREAK * _BREAK


def believed(of: Points, installations: Installations, known: Pace) -> Bools:
    """Tell the points that are believed; the others are glitches, or not possible.

    Returns
    -------
    (n,) bool
        One for each point.
    """
    candidates = known.possible
    kept = np.zeros(len(of.at), dtype=np.bool_)
    kept[candidates] = True
    series = of.series[candidates]
    troubles = _troubles(series, _agreeing(of, installations, known)[0])
    regions = [candidates[first : last + 1] for first, last in troubles]
    hops = _hops(of, installations, known, regions)
    for (first, last), region, own in zip(troubles, regions, hops, strict=True):
        opens = (first == 0 or series[first - 1] != series[first]) and not of.fixed[region[0]]
        closes = (last + 1 == len(series) or series[last + 1] != series[last]) and not of.fixed[region[-1]]
        kept[region] = _cheapest_chain(own, bool(opens), bool(closes))
    return kept


def anchors(of: Points, installations: Installations, known: Pace) -> tuple[Ints, Ints]:
    """Return the possible points that are believed whatever readings lie beyond those they rest on.

    A point whose eight neighbours agree rests on those alone where its meter has a largest rate. Without one,
    steps are judged by their neighbourhood, and every verdict on one side of the point has to be out of reach
    of readings on the other: it rests on as many more.

    Returns
    -------
    (k,) int64
        For each anchor the row of its installation.
    (k, 3) int64
        Microseconds since 1970: the first point it rests on, itself, the last it rests on.
        Where there are fewer points in the series, one microsecond beyond its end.
    """
    candidates = known.possible
    agree, local = _agreeing(of, installations, known)
    breaks = np.concatenate([[0], np.cumsum(~(agree & local))])
    middle = np.arange(MARGIN, len(candidates) - MARGIN)
    series, at = of.series[candidates], of.at[candidates]
    same = series[middle - MARGIN] == series[middle + MARGIN]
    middle = middle[same & (breaks[middle + MARGIN] == breaks[middle - MARGIN])]
    reach = np.where(np.isnan(installations.max_rate_per_hour[series[middle]]), REACH, MARGIN)
    begin = np.searchsorted(series, series[middle], side="left")
    end = np.searchsorted(series, series[middle], side="right") - 1
    first = at[np.maximum(middle - reach, begin)] - (middle - reach < begin)
    last = at[np.minimum(middle + reach, end)] + (middle + reach > end)
    return series[middle], np.stack([first, at[middle], last], axis=1)


def _agreeing(of: Points, installations: Installations, known: Pace) -> tuple[Bools, Bools]:
    """Tell which candidates agree with the next one, and for which of them that is a local matter.

    The last of a series agrees, having none.
    """
    before, after = known.possible[:-1], known.possible[1:]
    judged = steps(of, installations, known, before, after)
    apart = of.series[before] != of.series[after]
    return judged.plausible | apart, judged.local | apart


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


def _hops(
    of: Points, installations: Installations, known: Pace, regions: Sequence[Ints]
) -> list[list[list[int]]]:
    """Return, for each region and each number of points skipped, what the hops within the region cost.

    All regions are judged at once: a step at a time costs more than all of them together.
    """
    hops: list[list[list[int]]] = [[] for _ in regions]
    for skipped in range(LONGEST_GLITCH + 1):
        long = [place for place, region in enumerate(regions) if len(region) > skipped + 1]
        if not long:
            break
        before = np.concatenate([regions[place][: -skipped - 1] for place in long])
        after = np.concatenate([regions[place][skipped + 1 :] for place in long])
        judged = steps(of, installations, known, before, after)
        # points are skipped only where the hop across them is plausible
        broken = _NEVER if skipped else _broken(judged, _lasting(of, before, after))
        costs = np.where(judged.plausible, _SKIP * skipped, broken).tolist()
        begin = 0
        for place in long:
            end = begin + len(regions[place]) - skipped - 1
            hops[place].append(costs[begin:end])
            begin = end
    return hops


def _broken(judged: Steps, lasting: Bools) -> Ints:
    """Return what implausible steps between neighbours cost."""
    return np.select([lasting, judged.reverse], [_LASTING, _REVERSE], _BREAK)


def _lasting(of: Points, before: Ints, after: Ints) -> Bools:
    """Tell the falls between neighbours that are of a run of more falls than readings are bad in a row."""
    falls = of.value[after] < of.value[before]
    fresh = np.ones(len(falls), dtype=np.bool_)
    fresh[1:] = (falls[1:] != falls[:-1]) | (before[1:] != after[:-1])
    run = np.cumsum(fresh) - 1
    return falls & (np.bincount(run)[run] > LONGEST_GLITCH)


def _cheapest_chain(hops: list[list[int]], opens: bool, closes: bool) -> Bools:
    """Return which points of a region the cheapest chain goes through; of equal ones, the longer hop.

    `opens` and `closes` say whether points at the beginning and at the end may be skipped.
    """
    size = len(hops[0]) + 1
    costs, origins = [0], [-1]
    for point in range(1, size):
        starts = opens and point <= LONGEST_GLITCH
        best, origin = (_SKIP * point, -1) if starts else (_NEVER + costs[point - 1], point - 1)
        for skipped in range(min(len(hops), point) - 1, -1, -1):
            before = point - skipped - 1
            cost = costs[before] + hops[skipped][before]
            if cost < best:
                best, origin = cost, before
        costs.append(best)
        origins.append(origin)
    tail = min(LONGEST_GLITCH, size - 1) if closes else 0
    point = min((costs[-1 - k] + _SKIP * k, k) for k in range(tail + 1))[1]
    return _trace(origins, size - 1 - point)


def _trace(origins: list[int], last: int) -> Bools:
    kept = np.zeros(len(origins), dtype=np.bool_)
    point = last
    while point >= 0:
        kept[point] = True
        point = origins[point]
    return kept
