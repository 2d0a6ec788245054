"""Intervals summed into a register, as a meter would have counted them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.quantities import BY_NAME
from simulators.replay.clock import Instants
from simulators.replay.map import Rule, Stamped

Floats = npt.NDArray[np.float64]
Indexes = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Readings:
    """Register readings: the row each comes from, its instant, its value."""

    rows: Indexes
    at: Instants
    shown: Floats


class Register:
    """One column's register over the chunks of a file.

    A row gives a reading at its interval's end. Before the first row of all the register is sent as it
    stands at that interval's start. After a gap nothing is sent but what the file says, so the gap and the
    interval after it share one known amount: a start register there would make the gap look like hours
    without use.

    A step that is none (negative, above `max_step`) does not move the register. It is sent as a value that
    lies as far beyond the quantity's range as the step itself (below 0, or above the highest), so that it is
    refused as out of range and kept with its size. Example: range 0 to 1e8 m3: step -2.5 is sent
    as -2.5, and 7,000 where max_step is 100 as 100,007,000.
    """

    def __init__(self, rule: Rule, interval_ms: int) -> None:
        self._rule = rule
        self._interval_ms = interval_ms
        self._total = rule.start_register
        self._begun = False
        self.impossible = 0

    def readings(self, rows: Indexes, stamps: Instants, cells: Floats) -> Readings:
        """Count the steps of some rows, whose cells are finite and stamps are instants; rows are in order."""
        steps = cells * self._rule.multiplier
        starts = stamps if self._rule.stamped is Stamped.START else stamps - self._interval_ms
        ends = starts + self._interval_ms
        possible = self._possible(steps)
        standing = self._total
        totals = standing + np.cumsum(np.where(possible, steps, 0.0))
        self._total = float(totals[-1]) if rows.size else standing
        self.impossible += int(np.count_nonzero(~possible))
        shown = np.where(possible, self._shown(totals), self._refusable(steps))
        sent = Readings(rows, ends, shown)
        if self._begun or not rows.size:
            return sent
        self._begun = True
        return _merged(Readings(rows[:1], starts[:1], self._shown(np.array([standing]))), sent)

    def _possible(self, steps: Floats) -> npt.NDArray[np.bool_]:
        most = np.inf if self._rule.max_step is None else self._rule.max_step
        return (steps >= 0) & (steps <= most)

    def _shown(self, totals: Floats) -> Floats:
        # dividing by a whole 1/resolution gives 0.3 where multiplying by 0.1 gives 0.30000000000000004
        per_unit = 1 / self._rule.resolution
        if np.isclose(per_unit, round(per_unit), rtol=1e-12):
            return np.rint(totals * round(per_unit)) / round(per_unit)
        return np.rint(totals / self._rule.resolution) * self._rule.resolution

    def _refusable(self, steps: Floats) -> Floats:
        quantity = BY_NAME[self._rule.quantity]
        return np.where(steps < 0, quantity.low + steps, quantity.high + steps)


def _merged(first: Readings, second: Readings) -> Readings:
    return Readings(
        np.concatenate((first.rows, second.rows)),
        np.concatenate((first.at, second.at)),
        np.concatenate((first.shown, second.shown)),
    )
