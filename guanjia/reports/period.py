"""Which month, quarter or year a report is about."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.day_span import DaySpan, month_of
from models.errors import GuanjiaError

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class ReportPeriod(StrEnum):
    """How long a report's period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked for; None: the last one that is over."""

    period: ReportPeriod
    year: int | None = None
    month: int | None = None
    quarter: int | None = None


@dataclass(frozen=True, slots=True)
class ReportSpan:
    """A period with its local days."""

    period: ReportPeriod
    days: DaySpan

    @property
    def quarter(self) -> int:
        """Which quarter of the year it begins in, from 1."""
        return (self.days.start.month - 1) // 3 + 1

    @property
    def last_day(self) -> date:
        """The last day of it."""
        return self.days.end - _DAY

    def a_year_before(self) -> DaySpan:
        """Return the same period of the year before."""
        return _from(self.days.start.replace(year=self.days.start.year - 1), self.period)

    def the_one_before(self) -> DaySpan:
        """Return the period just before."""
        return _from(_start(self.days.start - _DAY, self.period), self.period)


def report_span(wanted: Wanted, today: date) -> ReportSpan:
    """Return the period asked for, by the local day that it is.

    Raises
    ------
    GuanjiaError
        When it has not begun; the sentence says which is the last that has.
    """
    period = wanted.period
    running = _from(_start(today, period), period)
    days = _chosen(wanted, _from(_start(running.start - _DAY, period), period))
    if days.start > today:
        raise GuanjiaError(
            f"the {period} from {days.start} has not begun: today is {today}; the last that has begins on"
            f" {running.start}"
        )
    return ReportSpan(period, days)


def _chosen(wanted: Wanted, last: DaySpan) -> DaySpan:
    """Return what was asked for; of a year alone its last period that is over, or its first."""
    year = wanted.year or last.start.year
    # of a year that ended, its last period; of one of which none has, its first
    ends = 12 if year < last.start.year else 1
    unless_told = last.start.month if year == last.start.year else ends
    match wanted.period:
        case ReportPeriod.MONTH:
            month = wanted.month or unless_told
        case ReportPeriod.QUARTER:
            month = unless_told if wanted.quarter is None else wanted.quarter * 3 - 2
        case ReportPeriod.YEAR:
            month = 1
    return _from(_start(date(year, month, 1), wanted.period), wanted.period)


def _start(day: date, period: ReportPeriod) -> date:
    months = _MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _from(start: date, period: ReportPeriod) -> DaySpan:
    end = start
    for _ in range(_MONTHS[period]):
        end = month_of(end).end
    return DaySpan(start, end)
