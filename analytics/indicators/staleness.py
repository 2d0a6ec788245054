"""Which periods are to be computed again when the days of some months changed."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from analytics.indicators.own_weeks import MONTHS_BACK
from analytics.indicators.periods import Period, month_of, year_of
from models.calendar import Calendar
from models.day_span import DaySpan
from models.errors import NoCalendarError
from models.figures import PeriodKind

_FIRST_MONTH_OF_A_HEATING_YEAR = 7


def touched_periods(months: Iterable[date], seasons: Sequence[Period], today: date) -> list[Period]:
    """Return the periods that have begun and that the days of some months are in, or are compared with.

    A month is in itself and its year, and is compared with by the months and the year after it; a heating
    season by the one after.
    """
    found: set[Period] = set()
    for start in {month.replace(day=1) for month in months}:
        month, year = month_of(start), year_of(start)
        found |= {year, year_of(year.end), *_with_those_after(month)}
        inside = [s for s in seasons if s.start < month.end and month.start < s.end]
        after = [later for one, later in pairwise(seasons) if one in inside]
        found |= {*inside, *after}
    return sorted((p for p in found if p.start <= today), key=lambda p: (p.start, p.kind))


def _with_those_after(month: Period) -> list[Period]:
    found = [month]
    while len(found) <= MONTHS_BACK:
        found.append(month_of(found[-1].end))
    return found


def months_since(first: date, today: date) -> list[date]:
    """Return the first days of the months from that of a day up to that of today."""
    found: list[date] = []
    start = first.replace(day=1)
    while start <= today:
        found.append(start)
        start = month_of(start).end
    return found


def heating_seasons(calendar: Calendar, region: str | None, first: date, today: date) -> list[Period]:
    """Return the heating seasons of a region that overlap some days and have begun, in order.

    Raises
    ------
    NoCalendarError
        When the season that may be running is not in the calendar; earlier ones that are not are left out.
    """
    if region is None:
        return []
    found: list[Period] = []
    running = _heating_year(today)
    for year in range(_heating_year(first), running + 1):
        begin = date(year, _FIRST_MONTH_OF_A_HEATING_YEAR, 1)
        try:
            seasons = calendar.seasons(region, begin, begin.replace(year=year + 1))
        except NoCalendarError:
            if year == running:
                raise
            continue
        found += [Period(PeriodKind.HEATING_SEASON, s.begin, s.end) for s in seasons if s.begin <= today]
    return sorted(set(found), key=lambda season: season.start)


def axis(periods: Sequence[Period]) -> DaySpan:
    """Return the days whose use periods need: two years before the first, for what they are compared with."""
    first = min(period.start for period in periods)
    last = max(period.end for period in periods)
    return DaySpan(date(first.year - 2, 1, 1), year_of(last - timedelta(days=1)).end)


def _heating_year(day: date) -> int:
    return day.year if day.month >= _FIRST_MONTH_OF_A_HEATING_YEAR else day.year - 1
