"""Jumps: fixes that the vehicle cannot have reached.

A step is impossible where 200 km/h and 100 m of noise do not cover it, or 500 m with the ignition off at
both ends. Impossible steps cut a track into stretches. A stretch of three fixes and 30 s is believed,
whatever lies beside it; of shorter ones the longest chain that leads from what is believed before to what is
believed behind. So what a fix is taken for depends on nothing beyond the believed stretches around it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.plane import at_most_m, distance_m
from analytics.vehicles.track import Track

FASTEST_M_S: Final = 200 / 3.6
NOISE_M: Final = 100.0
DRIFT_M: Final = 500.0
"""So far the fix of a parked vehicle may wander, between houses and in a garage."""
FEWEST: Final = 3
"""So many fixes that agree with each other are believed,"""
SHORTEST_MS: Final = 30_000
"""if they do so for this long."""
_LOOK_BACK: Final = 50
"""A chain skips no more fixes than this."""

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


def is_reachable(track: Track, start: Places, end: Places) -> Flags:
    """Tell which of the fixes `end` the vehicle can have reached from those of `start`, by place."""
    away = distance_m(track.lon[start], track.lat[start], track.lon[end], track.lat[end])
    seconds = (track.at[end] - track.at[start]).astype(np.int64) / 1000
    is_off = (track.ignition[start] == 0) & (track.ignition[end] == 0)
    return away <= np.where(is_off, DRIFT_M, seconds * FASTEST_M_S + NOISE_M)


def possible_steps(track: Track) -> Flags:
    """Tell which steps from a fix to the next are possible, one fewer than fixes."""
    found = at_most_m(track.lon[:-1], track.lat[:-1], track.lon[1:], track.lat[1:]) <= NOISE_M
    doubtful = np.flatnonzero(~found)
    found[doubtful] = is_reachable(track, doubtful, doubtful + 1)
    return found


def jumps(track: Track) -> Flags:
    """Return which fixes are jumps; the track is in order and has each instant once, shape (fixes,)."""
    found = np.zeros(len(track), dtype=np.bool_)
    cuts = np.flatnonzero(~possible_steps(track)) + 1
    if not len(cuts):
        return found
    firsts = np.concatenate([[0], cuts])
    ends = np.concatenate([cuts, [len(track)]])
    lasting = (track.at[ends - 1] - track.at[firsts]).astype(np.int64)
    is_short = (ends - firsts < FEWEST) | (lasting < SHORTEST_MS)
    edges = np.diff(np.concatenate([[0], is_short.astype(np.int8), [0]]))
    begin = firsts[np.flatnonzero(edges == 1)]
    stop = ends[np.flatnonzero(edges == -1) - 1]
    alone = stop - begin == 1
    found[begin[alone]] = True
    for first, end in zip(begin[~alone].tolist(), stop[~alone].tolist(), strict=True):
        found[first:end] = True
        found[_chain(track, first, end)] = False
    return found


@dataclass(frozen=True, slots=True)
class _Chain:
    """The best chain up to a fix: whether it begins at what is believed, its length, the fix before."""

    is_begun: bool
    length: int
    before: int | None


def _chain(track: Track, first: int, end: int) -> list[int]:
    """Return the fixes of `first` to `end` to believe: tied to both sides if possible, then the most."""
    has_before, has_behind = first > 0, end < len(track)
    chains: list[_Chain] = []
    for fix in range(first, end):
        best = _Chain(has_before and _reaches(track, first - 1, fix), 1, None)
        since = max(first, fix - _LOOK_BACK)
        earlier = np.arange(since, fix)
        for place in earlier[is_reachable(track, earlier, np.full(len(earlier), fix))].tolist():
            one = chains[place - first]
            if (one.is_begun, one.length + 1) > (best.is_begun, best.length):
                best = _Chain(one.is_begun, one.length + 1, place)
        chains.append(best)
    ties = has_before + has_behind
    if ties == 2 and not _reaches(track, first - 1, end):
        ties = 1
    chosen, score = None, (ties, 0)
    for place, one in enumerate(chains, first):
        mine = (one.is_begun + (has_behind and _reaches(track, place, end)), one.length)
        if mine > score:
            chosen, score = place, mine
    found: list[int] = []
    while chosen is not None:
        found.append(chosen)
        chosen = chains[chosen - first].before
    return found


def _reaches(track: Track, start: int, end: int) -> bool:
    return bool(is_reachable(track, np.array([start]), np.array([end]))[0])
