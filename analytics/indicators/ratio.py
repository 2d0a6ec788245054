"""An amount divided by people or area over some days."""

from dataclasses import dataclass

import numpy as np

from analytics.indicators.use import Series
from analytics.registers import Floats, Ints
from models.quotas import PeopleCount


@dataclass(frozen=True, slots=True)
class Divided:
    """Use, and what divides it day by day.

    Attributes
    ----------
    series : Series
        The use.
    by : (n,) float64 or None
        People [1] or area [m2] of each day of the series, NaN where nobody says; None for a total.
    count : PeopleCount
        How the days' values become one.
    on : (n,) float64 or None
        1 on the days a figure per day is divided by, 0 on others, NaN where no calendar knows; None for one
        that is not per day.
    scale : float
        Makes the unit of the value of that of the use: 1000 for litres of m3.
    """

    series: Series
    by: Floats | None
    count: PeopleCount
    on: Floats | None
    scale: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """A value with its parts; None where it cannot be known. `is_partial`: on some days nobody says."""

    value: float | None
    numerator: float | None
    denominator: float | None
    is_partial: bool


def mean_of(by: Floats, count: PeopleCount, days: Ints) -> float | None:
    """Return the people or area of some days: their mean, or that of the last; None where none is above 0."""
    known = by[days][~np.isnan(by[days])]
    if not len(known):
        return None
    found = float(known[-1] if count is PeopleCount.YEAR_END else known.mean())
    return found if found > 0 else None


def divided(use: Divided, days: Ints) -> Ratio:
    """Divide what was used on some days.

    Returns
    -------
    Ratio
        ``value = numerator x scale / denominator``; the denominator is the mean of the days for which it is
        known, or their last, times the number of days on which a figure per day is counted.

    Examples
    --------
    10 people, 124 m3 in the 248 workdays of a year: 50 L per person and workday, 12.4 m3 per person. 50 L on
    each of 365 calendar days would be 18.25 m3 per person.
    """
    numerator = float(use.series.amount[days].sum())
    if use.by is None:
        return Ratio(numerator * use.scale, numerator, None, is_partial=False)
    mean = mean_of(use.by, use.count, days)
    times = 1.0 if use.on is None else float(use.on[days].sum())
    is_partial = bool(np.isnan(use.by[days]).any())
    if mean is None or not times > 0:
        return Ratio(None, numerator, None, is_partial)
    denominator = mean * times
    return Ratio(numerator * use.scale / denominator, numerator, denominator, is_partial)
