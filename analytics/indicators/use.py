"""Daily use of several meters as one series: sums, differences and conversions of their days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from analytics.indicators.metering import Part
from analytics.indicators.periods import Period, Stretch
from analytics.registers import Bools, Floats, Ints
from models.amounts import Amounts

WEEKS_BACK = timedelta(weeks=52)
"""How long own weeks stand for others."""

_ENOUGH_DAYS = 0.95
_WEEK = 7


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
        Sum of the meters' amounts times signs and factors [unit of the result]; 0 where nothing is known.
    estimated : (n,) float64
        Absolute amounts that are estimated [same unit].
    known, read : (n,) bool
        Whether anything is known of the day, and whether a reading bounds a part of it.
    covered : (m, n) float64
        Coverage of each meter.
    present : (m, n) bool
        Whether anything is known of the meter's day.
    added : (m,) bool
        Whether the meter is added, or taken out.
    meters, absent : tuple of int
        The meters of the rows, and those of which nothing is known on any day.
    """

    begin: date
    amount: Floats
    estimated: Floats
    known: Bools
    read: Bools
    covered: Floats
    present: Bools
    added: Bools
    meters: tuple[int, ...]
    absent: tuple[int, ...]

    def window(self, start: date, end: date) -> slice:
        """Return the places of the days from `start` up to, not with, `end`, as far as there are any."""
        size = len(self.amount)
        low, high = ((day - self.begin).days for day in (start, end))
        return slice(min(max(low, 0), size), min(max(high, 0), size))


def combined(use: Use, parts: Mapping[int, Part]) -> Series:
    """Add up meters, each times its factor, and take others out; each stands after the one it lies behind.

    A factor may be an array with a value for each day: factors change from year to year. On a day of which
    nothing is known of the meter before it, a meter is neither taken out of anything nor added again.
    """
    of = {meter: row for row, meter in enumerate(use.meters) if meter in parts}
    meters, rows = [meter for meter in parts if meter in of], [of[meter] for meter in parts if meter in of]
    weights = np.empty((len(rows), use.amount.shape[1]))
    for place, meter in enumerate(meters):
        weights[place] = parts[meter].sign * parts[meter].factor
    counts = counting_days(use, parts)
    known = np.array([counts[meter] for meter in meters], dtype=np.bool_).reshape(weights.shape)
    return Series(
        use.begin,
        (np.where(known, use.amount[rows], 0.0) * weights).sum(axis=0),
        np.abs(np.where(known, use.estimated[rows], 0.0) * weights).sum(axis=0),
        _any(known, axis=0),
        _any(known & (use.coverage[rows] > 0), axis=0),
        use.coverage[rows],
        use.known[rows],
        np.array([parts[meter].sign > 0 for meter in meters], dtype=np.bool_),
        tuple(meters),
        tuple(parts.keys() - of.keys()),
    )


def counting_days(use: Use, parts: Mapping[int, Part]) -> dict[int, Bools]:
    """Return the days on which each meter is known, and so is every one before it that enters."""
    of = {meter: row for row, meter in enumerate(use.meters) if meter in parts}
    nothing = np.zeros(use.amount.shape[1], dtype=np.bool_)
    found: dict[int, Bools] = {}
    for meter, part in parts.items():
        known = use.known[of[meter]] if meter in of else nothing
        found[meter] = known if part.behind is None else known & found[part.behind]
    return found


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


def whole_weeks(days: Ints) -> Ints:
    """Return the latest days that make up whole weeks: a weekend weighs as it does in a week."""
    return days[len(days) % _WEEK :]


def coverage(series: Series, days: Ints) -> float:
    """Return the mean over days of all meters that have any of them; an absent day covers nothing.

    Where meters are taken out, a day is covered no better than they are: what they miss would be counted.
    """
    sides = [_covered(series, days, series.added), _covered(series, days, ~series.added)]
    known = [side for side in sides if side is not None]
    return min(1.0, float(np.min(known, axis=0).mean())) if known else 0.0


def _covered(series: Series, days: Ints, chosen: Bools) -> Floats | None:
    """Return the mean coverage of some meters by day; None where none of them has any of the days."""
    heard = chosen & _any(series.present[:, days], axis=1)
    return series.covered[heard][:, days].mean(axis=0) if heard.any() else None


def estimated_share(series: Series, days: Ints) -> float:
    """Return which part of the amount is estimated, at most 1.

    What is estimated of a meter that is taken out weighs as much as what is estimated of one that is added:
    of 100 - 90, where 9 of the 90 are estimated, 90 % is.
    """
    total, estimated = abs(float(series.amount[days].sum())), float(series.estimated[days].sum())
    if not estimated > 0:
        return 0.0
    return min(1.0, estimated / total) if total else 1.0


def silent_meters(series: Series, days: Ints) -> list[int]:
    """Return the meters of which nothing is known on some days."""
    heard = _any(series.present[:, days], axis=1)
    return [*series.absent, *np.array(series.meters)[~heard].tolist()]


def _any(of_meters: Bools, axis: int) -> Bools:
    """Tell on which days (axis 0) or of which meters (axis 1) something holds."""
    return np.asarray(of_meters.any(axis=axis), dtype=np.bool_)
