"""When a rule watches: on which days, between which times of day, in which season."""

from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import Field

from models.calendar import Calendar, DayKind
from models.registry import Entry, TimeOfDay


class Days(StrEnum):
    """Kinds of days by the workday calendar."""

    ALL = "all"
    WORKDAYS = "workdays"
    REST = "rest"


class Season(StrEnum):
    """Whether the subject's heating region is heated."""

    ALL = "all"
    HEATING = "heating"
    NOT_HEATING = "not_heating"


class Schedule(Entry):
    """Local days and times on which a rule may begin to fire; `from` after `to` reaches over midnight.

    A night from 22:00 to 06:00 belongs to the day on which it begins.
    """

    days: Days = Days.ALL
    begins: TimeOfDay | None = Field(default=None, alias="from")
    ends: TimeOfDay | None = Field(default=None, alias="to")
    season: Season = Season.ALL

    def is_always(self) -> bool:
        """Tell whether nothing is left out, so that neither calendar nor zone is asked."""
        return self == Schedule()

    def holds(self, now: datetime, zone: ZoneInfo, heating: str | None, calendar: Calendar) -> bool:
        """Tell whether a rule watches at `now` in a zone and heating region (None: never heated).

        Raises
        ------
        NoCalendarError
            When the calendar does not know the year, and a workday or a season matters.
        """
        if self.is_always():
            return True
        local = now.astimezone(zone)
        begins, ends = self.begins or time.min, self.ends or time.max
        at, is_over_midnight = local.time(), ends <= begins
        if not (begins <= at or at < ends if is_over_midnight else begins <= at < ends):
            return False
        day = local.date()
        if is_over_midnight and at < ends:
            day = day.fromordinal(day.toordinal() - 1)
        if self.days is not Days.ALL and (calendar.kind(day) is DayKind.WORKDAY) is not (
            self.days is Days.WORKDAYS
        ):
            return False
        if self.season is Season.ALL:
            return True
        is_heated = heating is not None and calendar.season(heating, day) is not None
        return is_heated is (self.season is Season.HEATING)
