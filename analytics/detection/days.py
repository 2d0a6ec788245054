"""Days of a meter, and which of them are learnt from: with outdoor temperatures, or without."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.registers import Bools, Floats

HOURS = 24

FEWEST_DAYS = 42
"""Six weeks: six of each weekday. A median day of fewer hangs on a single holiday."""

FEWEST_OF_A_KIND = 4
"""Workdays and rest days, heated and not: a kind with fewer learnt days is not scored, it is not known."""

LONGEST_DAYS = 400
"""A year and some weeks: every season once, so that the latest of each counts."""

FEWEST_HOURS = 18
"""A day with fewer measured hours is neither learnt from nor scored."""

TEMPERATURES_FROM = 0.8
"""Temperatures enter where so large a share of the days to learn from has them, and of the latest as well."""

LATEST_DAYS = 14
"""A thermometer that has failed shows in these, and the next training does without it."""

_KINDS = 4


@dataclass(frozen=True, slots=True)
class Days:
    """Days of one meter.

    Attributes
    ----------
    first : date
        The day of the first row.
    amount : (n, 24) float64
        By local hour [unit of the quantity]; NaN: not measured.
    worked, heated : (n,) bool
        Whether people work, and whether buildings are heated.
    outdoor_c : (n, 24) float64 or None
        Outdoor temperature [°C]; NaN: not measured; None where nobody gives it.
    """

    first: date
    amount: Floats
    worked: Bools
    heated: Bools
    outdoor_c: Floats | None = None

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The days of the rows, datetime64[D]."""
        return np.datetime64(self.first, "D") + np.arange(len(self.amount))

    @property
    def kind(self) -> NDArray[np.int64]:
        """The kind of each day: unheated and heated rest days (0, 1), unheated and heated workdays (2, 3)."""
        return self.worked.astype(np.int64) * 2 + self.heated

    def measured(self, *, by_temperature: bool) -> Bools:
        """Return which hours were measured, (n, 24); with `by_temperature`, the temperature too."""
        amounts = ~np.isnan(self.amount)
        if not by_temperature:
            return amounts
        return np.zeros_like(amounts) if self.outdoor_c is None else amounts & ~np.isnan(self.outdoor_c)


def usable_days(days: Days, odd: Bools) -> Bools:
    """Return which days can be learnt from, (n,): measured, not odd, and no older than `LONGEST_DAYS`."""
    usable = (days.measured(by_temperature=False).sum(axis=1) >= FEWEST_HOURS) & ~odd
    usable[:-LONGEST_DAYS] = False
    return usable


def with_temperatures(days: Days, usable: Bools) -> Bools | None:
    """Return the usable days to learn from with temperatures, (n,), or None where they are too few.

    A day counts where `FEWEST_HOURS` of its measured hours have a temperature. Such days must be
    `TEMPERATURES_FROM` of the usable ones and of the last `LATEST_DAYS` usable ones, `FEWEST_DAYS` at least,
    and know every kind of day that the usable ones know: nothing is scored less because somebody put up a
    thermometer in spring. No temperature is made up.

    Examples
    --------
    100 usable days, of which the first 19 came before the thermometer: 81 days are learnt from.
    """
    told = usable & (days.measured(by_temperature=True).sum(axis=1) >= FEWEST_HOURS)
    count, latest = int(told.sum()), np.flatnonzero(usable)[-LATEST_DAYS:]
    if count < max(FEWEST_DAYS, TEMPERATURES_FROM * usable.sum()):
        return None
    if told[latest].sum() < TEMPERATURES_FROM * len(latest):
        return None
    lost = known_kinds(chosen(days, usable)) & ~known_kinds(chosen(days, told))
    return None if lost.any() else told


def known_kinds(days: Days) -> Bools:
    """Return of which kinds there are `FEWEST_OF_A_KIND` days, (4,)."""
    return np.bincount(days.kind, minlength=_KINDS) >= FEWEST_OF_A_KIND


def chosen(days: Days, rows: Bools) -> Days:
    """Return some days, whose dates no longer follow each other: only for learning."""
    outdoor = None if days.outdoor_c is None else days.outdoor_c[rows]
    return Days(days.first, days.amount[rows], days.worked[rows], days.heated[rows], outdoor)
