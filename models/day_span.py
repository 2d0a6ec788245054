"""Spans of local days, as people name them: from a day on and before another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days of a site's own calendar, from `start` on and before `end`."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.end - self.start).days

    @property
    def month(self) -> str:
        """The month it begins in, as in 2026-10."""
        return f"{self.start:%Y-%m}"

    def months(self) -> Iterator["DaySpan"]:
        """Cut it at the first of each month."""
        start = self.start
        while start < self.end:
            end = min(month_of(start).end, self.end)
            yield DaySpan(start, end)
            start = end

    def __str__(self) -> str:
        """Return the first and the last day."""
        return f"{self.start} to {self.end - _DAY}"


def month_of(day: date) -> DaySpan:
    """Return the calendar month of a day."""
    start = day.replace(day=1)
    return DaySpan(start, (start + 31 * _DAY).replace(day=1))
