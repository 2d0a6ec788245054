"""What the calendar says of days, as arrays; and what it could not say, each once."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from models.calendar import Calendar, DayKind, NoCalendarError

Codes = NDArray[np.int8]

UNKNOWN, NO, YES = -1, 0, 1


class KnownDays:
    """A calendar with a memory: of the days asked for, and of the years it knows nothing of."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._worked: dict[date, int] = {}
        self._heated: dict[tuple[str, date], int] = {}
        self._missing: list[str] = []
        self._told = 0

    def worked(self, days: NDArray[np.datetime64]) -> Codes:
        """Tell of each day (datetime64[D]) whether people work: `YES`, `NO`, or `UNKNOWN`."""
        return np.array([self._is_worked(day) for day in days.tolist()], dtype=np.int8)

    def heated(self, days: NDArray[np.datetime64], region: str | None) -> Codes:
        """Tell of each day whether a region is heated; `NO` throughout where there is no region."""
        if region is None:
            return np.full(len(days), NO, dtype=np.int8)
        return np.array([self._is_heated(region, day) for day in days.tolist()], dtype=np.int8)

    def newly_missing(self) -> list[str]:
        """Return what the calendar lacks and what to write, as sentences; each is returned once."""
        fresh = self._missing[self._told :]
        self._told = len(self._missing)
        return fresh

    def _is_worked(self, day: date) -> int:
        if day not in self._worked:
            self._worked[day] = self._asked_kind(day)
        return self._worked[day]

    def _asked_kind(self, day: date) -> int:
        try:
            return YES if self._calendar.kind(day) is DayKind.WORKDAY else NO
        except NoCalendarError as error:
            return self._lack(str(error))

    def _is_heated(self, region: str, day: date) -> int:
        key = (region, day)
        if key not in self._heated:
            self._heated[key] = self._asked_season(region, day)
        return self._heated[key]

    def _asked_season(self, region: str, day: date) -> int:
        try:
            return NO if self._calendar.season(region, day) is None else YES
        except NoCalendarError as error:
            return self._lack(str(error))

    def _lack(self, sentence: str) -> int:
        if sentence not in self._missing:
            self._missing.append(sentence)
        return UNKNOWN
