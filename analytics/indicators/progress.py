"""How far a running period has come: what is due, where it will end, and when it passes its quota."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil, isfinite

import numpy as np

from analytics.indicators.periods import Period, Stretch, a_year_earlier, month_of, months_within
from analytics.indicators.use import WEEKS_BACK, Series, days_of, observed_days, whole_weeks
from analytics.known_days import UNKNOWN, Codes
from analytics.registers import Floats, Ints
from models.figures import DueBasis

_DAY = timedelta(days=1)
_COMPLETE_MONTHS = 10 / 12
_UNSEEN = 0.05
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Course:
    """How the use of a period is spread over its days.

    Attributes
    ----------
    weights : (n,) float64
        Share of the period that falls on each of its days; they add up to 1.
    basis : DueBasis
        Where the weights come from.
    months : dict of date to float
        What the complete months of the period before used, by the first day of the month of this period
        [unit of the series]; empty without a profile.
    """

    weights: Floats
    basis: DueBasis
    months: dict[date, float]


@dataclass(frozen=True, slots=True)
class Projection:
    """The whole period as it stands, in the unit of the figure; None where nothing is due yet."""

    due_share: float
    projected: float | None
    low: float | None
    high: float | None


def course(period: Period, series: Series, earlier: Period | None, kinds: Codes | None) -> Course:
    """Spread a period as the one before was spread over its months, within a month every day alike.

    Ten of twelve months of the period before must be metered wholly; the others take the mean day of those.
    Otherwise, and within a month, heated days and others (`kinds`, of each day of the series) are spread as
    a week of either went, in the 52 weeks before or in the period; where that is not known or nothing heats,
    every day counts alike.

    Examples
    --------
    Last year used 10 in each of eleven months and 90 in July, 200 in all. By 30 June 60/200 = 30 % is due,
    by days 181/365 = 49.6 %. Without a last year, 5 GJ on other days and 20 GJ on the 151 heated ones: on
    31 March 90 x 20 of 4,090 GJ are due, 44 %.
    """
    months = months_within(period)
    if earlier is not None and len(months) > 1:
        profile = _by_months(period, months, series, earlier)
        if profile is not None:
            return profile
    weights = None if kinds is None else _by_kinds(period, series, kinds)
    if weights is not None:
        return Course(weights, DueBasis.HEATING, {})
    return Course(np.full(period.days, 1 / period.days), DueBasis.DAYS, {})


def _by_months(period: Period, months: Sequence[Period], series: Series, earlier: Period) -> Course | None:
    known = {month.start: _month_before(month, period, series, earlier) for month in months}
    complete = {start: amount for start, amount in known.items() if amount is not None}
    lengths = {month.start: month.days for month in months}
    if len(complete) < ceil(_COMPLETE_MONTHS * len(months)):
        return None
    a_day = sum(complete.values()) / sum(lengths[start] for start in complete)
    if a_day <= 0 or min(complete.values()) < 0:
        return None
    parts = [np.full(m.days, complete.get(m.start, a_day * m.days) / m.days) for m in months]
    weights = np.concatenate(parts)
    return Course(weights / weights.sum(), DueBasis.PROFILE, complete)


def _by_kinds(period: Period, series: Series, kinds: Codes) -> Floats | None:
    """Return the weights of heated and other days; None where a period has only one, or no week of one."""
    wanted = kinds[series.window(period.start, period.end)]
    present = np.unique(wanted).tolist()
    days = observed_days(series, replace(period, start=period.start - WEEKS_BACK))
    weeks = {kind: whole_weeks(days[kinds[days] == kind]) for kind in present}
    if len(present) < 2 or UNKNOWN in present or not all(map(len, weeks.values())):
        return None
    a_day = {kind: float(series.amount[found].mean()) for kind, found in weeks.items()}
    weights = np.array([a_day[kind] for kind in wanted.tolist()])
    total = float(weights.sum())
    # carbon of a year without a grid factor is not known, and nobody can give back a share of a day
    return weights / total if total > 0 and min(a_day.values()) >= 0 else None


def _month_before(month: Period, period: Period, series: Series, earlier: Period) -> float | None:
    """Return what the same month of the period before used; None where it was not metered wholly."""
    first = earlier.start if month.start == period.start else a_year_earlier(month.start)
    end = earlier.end if month.end == period.end else month_of(first).end
    if end <= first:
        return None
    days = days_of(series, Stretch(first, end - _DAY))
    amount = None if days is None else float(series.amount[days].sum())
    # carbon of a year without a grid factor is not known
    return amount if amount is not None and isfinite(amount) else None


def projection(value: float, series: Series, days: Ints, period: Period, spread: Course) -> Projection:
    """Project a value, that of the whole period counted up to now, to the end of the period.

    ``projected = value / due_share``: what is not seen yet goes on as this year compares with the course. The
    range lets the part not seen go on one standard deviation lower or higher, as the months of this year
    vary against those of last year, or as its whole weeks vary against the course; two of either are needed.

    Examples
    --------
    3.908 m3 per person in 35 of 365 days, every day alike: 40.76 m3 in the whole year.
    """
    offset = (period.start - series.begin).days
    due = float(spread.weights[days - offset].sum())
    if due <= 0:
        return Projection(due, None, None, None)
    whole = value / due
    varies = _variation(series, days, spread, offset)
    if varies is None:
        return Projection(due, whole, None, None)
    rest = abs(whole) * (1 - due) * varies
    return Projection(due, whole, max(value, whole - rest), whole + rest)


def _variation(series: Series, days: Ints, spread: Course, offset: int) -> float | None:
    """Return the standard deviation of months or weeks against the course, as a share of their mean."""
    if spread.months:
        ratios = _monthly_ratios(series, days, spread)
    else:
        ratios = _weekly_ratios(series, days, spread, offset)
    if len(ratios) < 2 or ratios.mean() <= 0:
        return None
    return float(ratios.std(ddof=1) / ratios.mean())


def _monthly_ratios(series: Series, days: Ints, spread: Course) -> Floats:
    dates = np.datetime64(series.begin, "D") + days
    found: list[float] = []
    for start, before in spread.months.items():
        end = month_of(start).end
        inside = (dates >= np.datetime64(start, "D")) & (dates < np.datetime64(end, "D"))
        if before > 0 and inside.sum() == (end - start).days:
            found.append(float(series.amount[days[inside]].sum()) / before)
    return np.array(found)


def _weekly_ratios(series: Series, days: Ints, spread: Course, offset: int) -> Floats:
    weeks = days[: len(days) // _WEEK * _WEEK].reshape(-1, _WEEK)
    due = spread.weights[weeks - offset].sum(axis=1)
    return series.amount[weeks[due > 0]].sum(axis=1) / due[due > 0]


def limit_date(used: float, series: Series, days: Ints, period: Period, spread: Course) -> date | None:
    """Return the day on which the use of a period passes its quota, or passed it; None: not in this period.

    `used` is the share of the quota that the observed days used. A period that was not metered from its
    beginning has none: nobody knows what came before.
    """
    offset = (period.start - series.begin).days
    first, last = int(days[0]) - offset, int(days[-1]) - offset
    amounts = series.amount[days]
    if used <= 0 or amounts.sum() <= 0 or spread.weights[:first].sum() > _UNSEEN:
        return None
    seen = np.cumsum(amounts) / amounts.sum() * used
    passed = np.flatnonzero(seen > 1)
    if used > 1 and len(passed):
        return series.begin + timedelta(days=int(days[passed[0]]))
    due = float(spread.weights[days - offset].sum())
    a_share = used / due if due > 0 else 0.0
    ahead = np.flatnonzero(used + a_share * np.cumsum(spread.weights[last + 1 :]) > 1)
    return period.start + timedelta(days=last + 1 + int(ahead[0])) if len(ahead) else None
