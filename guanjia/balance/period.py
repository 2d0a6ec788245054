"""The days a balance is about: whole local days that are over."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models.day_span import DaySpan, month_of
from models.errors import GuanjiaError


def period(asked: DaySpan | None, zone: ZoneInfo, now: datetime) -> DaySpan:
    """Return the days asked for, without today and what comes after it: they are not over.

    Without any asked for, the month of yesterday.

    Raises
    ------
    GuanjiaError
        When no day is left.
    """
    today = now.astimezone(zone).date()
    wanted = asked or month_of(today - timedelta(days=1))
    start, end = wanted.start, wanted.end
    if end <= start:
        raise GuanjiaError(f"no day from {start} on and before {end}: --to is the first day after the period")
    if start >= today:
        raise GuanjiaError(f"no day from {start} on is over yet: today is {today} in {zone.key}")
    return DaySpan(start, min(end, today))
