"""The periods figures are about, and the same days a year or a period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models import day_span
from models.figures import PeriodKind

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `start` up to, and without, `end`."""

    kind: PeriodKind
    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has: 365 or 366 in a year."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days from `first` to `last`, both inside."""

    first: date
    last: date


def year_of(day: date) -> Period:
    """Return the calendar year of a day."""
    return Period(PeriodKind.YEAR, date(day.year, 1, 1), date(day.year + 1, 1, 1))


def month_of(day: date) -> Period:
    """Return the calendar month of a day."""
    month = day_span.month_of(day)
    return Period(PeriodKind.MONTH, month.start, month.end)


def year_before(period: Period, seasons: Sequence[Period] = ()) -> Period | None:
    """Return the same period a year earlier: of a heating season the last before it, if it is known."""
    match period.kind:
        case PeriodKind.YEAR:
            return year_of(period.start - _DAY)
        case PeriodKind.MONTH:
            return month_of(a_year_earlier(period.start))
        case PeriodKind.HEATING_SEASON:
            return max((s for s in seasons if s.end <= period.start), key=lambda s: s.start, default=None)


def period_before(period: Period, seasons: Sequence[Period] = ()) -> Period | None:
    """Return the period before: last month, last year, last season."""
    if period.kind is PeriodKind.MONTH:
        return month_of(period.start - _DAY)
    return year_before(period, seasons)


def same_days(period: Period, observed: Stretch, earlier: Period) -> Stretch:
    """Return the days of an earlier period that match the observed ones of a period.

    A whole period is compared with a whole one, be it longer or shorter; 1 to 21 November with 1 to 21
    October, or with 1 to 21 November of the year before. 29, 30 and 31 become the last day of a shorter
    month.
    """
    is_month_before = period.kind is PeriodKind.MONTH and earlier.start.month != period.start.month
    step = a_month_earlier if is_month_before else a_year_earlier
    first = earlier.start if observed.first == period.start else step(observed.first)
    last = earlier.end - _DAY if observed.last == period.end - _DAY else step(observed.last)
    return Stretch(max(first, earlier.start), min(last, earlier.end - _DAY))


def a_year_earlier(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def a_month_earlier(day: date) -> date:
    """Return the same day of the month before, or its last."""
    last = day.replace(day=1) - _DAY
    return last.replace(day=min(day.day, last.day))


def months_within(period: Period) -> list[Period]:
    """Return the months of a period, the first and last cut at its ends."""
    months = day_span.DaySpan(period.start, period.end).months()
    return [Period(PeriodKind.MONTH, month.start, month.end) for month in months]
