"""The calendar: which days people work, and when buildings are heated.

Workdays come from `chinese_calendar`, which knows the State Council's notices (国务院办公厅) from 2004 on and
raises for years whose notice it has not seen. What an operator writes in config/calendar/ comes before it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from chinese_calendar import get_holiday_detail
from chinese_calendar.constants import Holiday, holidays, workdays

from models.errors import NoCalendarError
from models.quotas import SourceStatus

__all__ = ["Calendar", "DayKind", "HeatingSeason", "NamedDay", "NoCalendarError"]

_DAY = timedelta(days=1)
_CHINESE = {
    Holiday.new_years_day.value: "元旦",
    Holiday.spring_festival.value: "春节",
    Holiday.tomb_sweeping_day.value: "清明节",
    Holiday.labour_day.value: "劳动节",
    Holiday.dragon_boat_festival.value: "端午节",
    Holiday.national_day.value: "国庆节",
    Holiday.mid_autumn_festival.value: "中秋节",
    Holiday.anti_fascist_70th_day.value: "抗战胜利 70 周年纪念日",
}
_FIRST_HEATING_MONTH = 7


class DayKind(StrEnum):
    """Whether people work on a day: a rest day is a weekend or a holiday."""

    WORKDAY = "workday"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day a notice speaks of: off for a holiday, or a weekend day that is worked for one (调休)."""

    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class HeatingSeason:
    """When a region is heated; `end` is the first day without heating."""

    region: str
    begin: date
    end: date
    status: SourceStatus = SourceStatus.UNVERIFIED
    source: str = ""

    @property
    def year(self) -> int:
        """The year in which it begins: 2025 for the season of 2025/26."""
        return _heating_year(self.begin)


@dataclass(frozen=True, slots=True)
class Calendar:
    """What is known of days; a year nobody knows is NoCalendarError, never a guess.

    `years` hold the named days of whole years, in place of those of `chinese_calendar`; `days` are single
    days that differ from either. `folder` is where a person writes them, for messages.
    """

    years: Mapping[int, Mapping[date, NamedDay]] = field(default_factory=dict[int, Mapping[date, NamedDay]])
    days: Mapping[date, NamedDay] = field(default_factory=dict[date, NamedDay])
    heating: Mapping[str, tuple[HeatingSeason, ...]] = field(
        default_factory=dict[str, tuple[HeatingSeason, ...]]
    )
    folder: str = "config/calendar"

    def is_workday(self, day: date) -> bool:
        """Tell whether people work on a day; raise NoCalendarError for a year without data."""
        return self.kind(day) is DayKind.WORKDAY

    def kind(self, day: date) -> DayKind:
        """Return the kind of a day; raise NoCalendarError for a year without data."""
        named = self.named(day)
        if named is not None:
            return named.kind
        return DayKind.WORKDAY if day.weekday() < 5 else DayKind.REST

    def named(self, day: date) -> NamedDay | None:
        """Return what a notice or the operator says of a day; None for an ordinary one."""
        if day in self.days:
            return self.days[day]
        if day.year in self.years:
            return self.years[day.year].get(day)
        return self._from_notices(day)

    def named_days(self, year: int) -> list[NamedDay]:
        """Return the holidays and make-up workdays of a year, ascending."""
        return [named for day in _days(date(year, 1, 1), date(year + 1, 1, 1)) if (named := self.named(day))]

    def workdays(self, begin: date, end: date) -> int:
        """Count the workdays from `begin` up to, and without, `end`."""
        return sum(self.is_workday(day) for day in _days(begin, end))

    def season(self, region: str, day: date) -> HeatingSeason | None:
        """Return the heating season a day lies in; raise NoCalendarError where the table says nothing."""
        known = self._seasons_of(region, _heating_year(day))
        return next((season for season in known if season.begin <= day < season.end), None)

    def seasons(self, region: str, begin: date, end: date) -> tuple[HeatingSeason, ...]:
        """Return the heating seasons that overlap the days from `begin` up to, and without, `end`."""
        years = range(_heating_year(begin), _heating_year(end - _DAY) + 1)
        found = [season for year in years for season in self._seasons_of(region, year)]
        return tuple(season for season in found if season.begin < end and begin < season.end)

    def _from_notices(self, day: date) -> NamedDay | None:
        try:
            is_off, name = get_holiday_detail(day)
        except NotImplementedError as error:
            raise NoCalendarError(
                f"no holidays are known for {day.year}: write the year with its holidays and make-up "
                f"workdays under `years` in {self.folder}/workdays.yaml, as the State Council's notice gives "
                "them, or update the package chinesecalendar",
                day.year,
            ) from error
        if name is None:
            return None
        return NamedDay(day, DayKind.REST if is_off else DayKind.WORKDAY, str(_CHINESE.get(name, name)))

    def _seasons_of(self, region: str, year: int) -> list[HeatingSeason]:
        """Return the seasons that begin in the heating year from 1 July of `year`: mostly one."""
        found = [season for season in self.heating.get(region, ()) if season.year == year]
        if not found:
            known = ", ".join(sorted(self.heating)) or "none"
            raise NoCalendarError(
                f"no heating season {year}/{(year + 1) % 100:02d} is known for the region {region!r}: write "
                f"its first day and the first day without heating in {self.folder}/heating.yaml "
                f"(regions there: {known})",
                year,
            )
        return found


def years_of_notices() -> tuple[int, int]:
    """Return the first and the last year whose notice the installed `chinese_calendar` knows."""
    known = [*holidays, *workdays]
    return min(known).year, max(known).year


def _heating_year(day: date) -> int:
    return day.year if day.month >= _FIRST_HEATING_MONTH else day.year - 1


def _days(begin: date, end: date) -> Iterable[date]:
    return (begin + timedelta(days=k) for k in range((end - begin).days))
