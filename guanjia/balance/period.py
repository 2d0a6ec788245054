"""The days a balance is about: whole local days that are over."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analytics.aggregates import midnights
from models.errors import GuanjiaError

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `start` on and before `end`, in the time zone of a site."""

    start: date
    end: date
    zone: ZoneInfo

    @property
    def days(self) -> int:
        """How many days."""
        return (self.end - self.start).days

    @property
    def instants(self) -> tuple[datetime, datetime]:
        """When the period begins and ends (UTC)."""
        edges = midnights(np.array([self.start, self.end], "datetime64[D]"), self.zone)
        begins, ends = edges.tolist()
        return begins.replace(tzinfo=ZoneInfo("UTC")), ends.replace(tzinfo=ZoneInfo("UTC"))


def month_of(day: date) -> tuple[date, date]:
    """Return the first day of a day's month and the first day after it."""
    first = day.replace(day=1)
    return first, (first + 31 * _DAY).replace(day=1)


def period(asked: tuple[date, date] | None, zone: ZoneInfo, now: datetime) -> Period:
    """Return the days asked for, without today and what comes after it: they are not over.

    Without any asked for, the month of yesterday.

    Raises
    ------
    GuanjiaError
        When no day is left.
    """
    today = now.astimezone(zone).date()
    start, end = asked or month_of(today - _DAY)
    if end <= start:
        raise GuanjiaError(f"no day from {start} on and before {end}: --to is the first day after the period")
    if start >= today:
        raise GuanjiaError(f"no day from {start} on is over yet: today is {today} in {zone.key}")
    return Period(start, min(end, today), zone)
