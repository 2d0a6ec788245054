"""Daily use of several meters as one series: sums, differences and conversions of their days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.indicators.periods import Period, Stretch
from analytics.registers import Bools, Floats, Ints
from models.amounts import Amounts

_ENOUGH_DAYS = 0.95


@dataclass(frozen=True, slots=True)
class Use:
    """Days of meters side by side: one row a meter, one column a day from `begin` on.

    Attributes
    ----------
    begin : date
        Day of the first column.
    meters : tuple of int
        Which meter a row is of.
    amount, estimated : (m, n) float64
        What was used, and the estimated part of it [unit of the meter]; 0 where nothing is known.
    coverage : (m, n) float64
        Share of the day that is metered, 0 to 1.
    known : (m, n) bool
        Whether anything is known of the day.
    """

    begin: date
    meters: tuple[int, ...]
    amount: Floats
    estimated: Floats
    coverage: Floats
    known: Bools

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The days of the columns."""
        return np.datetime64(self.begin, "D") + np.arange(self.amount.shape[1])


def side_by_side(days: Amounts, begin: date, end: date) -> Use:
    """Lay days of meters, at most one row for each, beside each other from `begin` up to, not with, `end`."""
    meters, row = np.unique(days.meter, return_inverse=True)
    shape = (len(meters), (end - begin).days)
    column = (days.start - np.datetime64(begin, "D")).astype(np.int64)
    inside = (column >= 0) & (column < shape[1])
    place = (row[inside], column[inside])
    amount, estimated, coverage = (np.zeros(shape) for _ in range(3))
    amount[place], estimated[place] = days.amount[inside], days.estimated[inside]
    coverage[place] = days.coverage[inside]
    known = np.zeros(shape, dtype=np.bool_)
    known[place] = True
    return Use(begin, tuple(meters.tolist()), amount, estimated, coverage, known)


@dataclass(frozen=True, slots=True)
class Series:
    """What several meters used together, day by day.

    Attributes
    ----------
    begin : date
        Day of the first value.
    amount : (n,) float64
        Sum of the meters' amounts times their coefficients [unit of the result]; 0 where nothing is known.
    estimated, gross : (n,) float64
        Absolute amounts that are estimated, and all of them [same unit].
    known, read : (n,) bool
        Whether anything is known of the day, and whether a reading bounds a part of it.
    covered : (m, n) float64
        Coverage of each meter.
    present : (m, n) bool
        Whether anything is known of the meter's day.
    meters, absent : tuple of int
        The meters of the rows, and those of which nothing is known on any day.
    """

    begin: date
    amount: Floats
    estimated: Floats
    gross: Floats
    known: Bools
    read: Bools
    covered: Floats
    present: Bools
    meters: tuple[int, ...]
    absent: tuple[int, ...]

    def window(self, start: date, end: date) -> slice:
        """Return the places of the days from `start` up to, not with, `end`, as far as there are any."""
        size = len(self.amount)
        low, high = ((day - self.begin).days for day in (start, end))
        return slice(min(max(low, 0), size), min(max(high, 0), size))


def combined(use: Use, coefficients: Mapping[int, Floats | float]) -> Series:
    """Add up meters, each times its coefficient: 1, -1 where its use is taken out, or a factor.

    A coefficient may be an array with a value for each day: factors change from year to year.
    """
    rows = [place for place, meter in enumerate(use.meters) if meter in coefficients]
    size = use.amount.shape[1]
    weights = np.empty((len(rows), size))
    for place, row in enumerate(rows):
        weights[place] = coefficients[use.meters[row]]
    amount = use.amount[rows] * weights
    known = use.known[rows]
    return Series(
        use.begin,
        amount.sum(axis=0),
        np.abs(use.estimated[rows] * weights).sum(axis=0),
        np.abs(amount).sum(axis=0),
        _any(known, axis=0),
        _any(known & (use.coverage[rows] > 0), axis=0),
        use.coverage[rows],
        known,
        tuple(use.meters[row] for row in rows),
        tuple(coefficients.keys() - set(use.meters)),
    )


def observed_days(series: Series, period: Period) -> Ints:
    """Return the places of the days on which use is known, from the first day with readings on.

    Before it, a register recorded when the meter was put in may bound the use of months in which nothing was
    read. Such a stretch is left out of the figure, on both sides of the division: a system that began in
    November is not judged by January. A gap after it counts: its total is known.
    """
    window = series.window(period.start, period.end)
    read = np.flatnonzero(series.read[window])
    if not len(read):
        return np.empty(0, np.int64)
    days = np.flatnonzero(series.known[window])
    return days[days >= read[0]] + window.start


def days_of(series: Series, stretch: Stretch) -> Ints | None:
    """Return the places of the days of a stretch; None where they are not metered: under 95 % of them."""
    read = np.flatnonzero(series.read)
    window = series.window(stretch.first, stretch.last)
    places = np.arange(window.start, min(window.stop + 1, len(series.amount)))
    if not len(read):
        return None
    found = places[series.known[places] & (places >= read[0])]
    wanted = (stretch.last - stretch.first).days + 1
    return found if len(found) >= _ENOUGH_DAYS * wanted else None


def coverage(series: Series, days: Ints) -> float:
    """Return the mean over days of all meters that have any of them; an absent day covers nothing."""
    heard = _any(series.present[:, days], axis=1)
    covered = series.covered[:, days][heard].sum()
    return min(1.0, float(covered) / (int(heard.sum()) * len(days)))


def estimated_share(series: Series, days: Ints) -> float:
    """Return which part of the amounts, taken absolutely, is estimated."""
    total = float(series.gross[days].sum())
    return min(1.0, float(series.estimated[days].sum()) / total) if total else 0.0


def silent_meters(series: Series, days: Ints) -> list[int]:
    """Return the meters of which nothing is known on some days."""
    heard = _any(series.present[:, days], axis=1)
    return [*series.absent, *np.array(series.meters)[~heard].tolist()]


def _any(of_meters: Bools, axis: int) -> Bools:
    """Tell on which days (axis 0) or of which meters (axis 1) something holds."""
    return np.asarray(of_meters.any(axis=axis), dtype=np.bool_)
