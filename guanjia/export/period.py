"""The days an export covers, month by month."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.errors import GuanjiaError
from storage.export import Grain


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the sites' own calendars, from `begin` on and before `end`."""

    begin: date
    end: date

    @property
    def month(self) -> str:
        """The month it begins in, as in 2026-10."""
        return f"{self.begin:%Y-%m}"

    def months(self) -> Iterator["Period"]:
        """Cut it at the first of each month."""
        begin = self.begin
        while begin < self.end:
            end = min(_next_month(begin), self.end)
            yield Period(begin, end)
            begin = end

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """Return its first instant and the first after it, in UTC, where the clock is that of `zone`."""
        return _midnight(self.begin, zone), _midnight(self.end, zone)

    def __str__(self) -> str:
        """Return the first and the last day."""
        return f"{self.begin} to {self.end - timedelta(days=1)}"


def checked_period(begin: date, end: date, grain: Grain) -> Period:
    """Return the period; raise GuanjiaError where it is empty or cuts a whole month in two."""
    if end <= begin:
        raise GuanjiaError(
            f"--to {end} is not after --from {begin}: --to is the first day that is left out, "
            f"so one day is --from {begin} --to {begin + timedelta(days=1)}"
        )
    for option, day in (("--from", begin), ("--to", end)):
        if grain is Grain.MONTH and day.day != 1:
            raise GuanjiaError(
                f"{option} {day} cuts a month in two: write {option} {day.replace(day=1)}, "
                "or take --grain day and add up"
            )
    return Period(begin, end)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
