"""Registers that stand still around a window: what they catch up later hangs on readings far away."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analytics.pace import Pace
from analytics.registers import Bools, Installations, Ints, Points
from analytics.steps import STANDSTILL_US, steps


@dataclass(frozen=True, slots=True)
class Standstills:
    """The possible points of one window.

    Attributes
    ----------
    at : (n,) int64
        Microseconds since 1970, ascending.
    changes : (n,) bool
        Whether the register shows another value than at the point before, or is another one.
    doubtful : (n,) bool
        Whether the step to the point is too large, unless a standstill before it explains it.
    """

    at: Ints
    changes: Bools
    doubtful: Bools

    def comes_in(self, first: int, anchor: int) -> bool:
        """Tell whether a step after `anchor` hangs on a standstill that began before the instant `first`."""
        loaded = self.at >= first
        changes = np.flatnonzero(loaded[:-1] & self.changes[1:]) + 1
        if not len(changes):
            return False
        place = changes[0]
        return bool(
            self.doubtful[place] and self.at[place] > anchor and self.at[place] - first < STANDSTILL_US
        )

    def goes_on(self, stale_end: int, end: int) -> bool:
        """Tell whether a step at or after `end` hangs on a standstill from before `stale_end`."""
        after = self.at >= stale_end
        changes = np.flatnonzero(after[:-1] & self.changes[1:]) + 1
        if not len(changes):
            return bool(self.at[-1] - stale_end < STANDSTILL_US)
        return bool(self.doubtful[changes[0]] and self.at[changes[0]] >= end)


def standstills(of: Points, installations: Installations, known: Pace, windows: int) -> list[Standstills]:
    """Return where registers change, by window; `meter` of an installation is the place of its window."""
    points = known.possible
    window = installations.meter[of.series[points]]
    changes, doubtful = np.ones(len(points), dtype=np.bool_), np.zeros(len(points), dtype=np.bool_)
    before, after = points[:-1], points[1:]
    apart = of.series[before] != of.series[after]
    judged = steps(of, installations, known, before, after)
    changes[1:] = apart | (of.value[before] != of.value[after])
    doubtful[1:] = ~apart & (~judged.plausible | judged.caught_up)
    borders = np.searchsorted(window, np.arange(windows + 1))
    parts = [slice(begin, end) for begin, end in pairwise(borders)]
    return [Standstills(of.at[points[part]], changes[part], doubtful[part]) for part in parts]
