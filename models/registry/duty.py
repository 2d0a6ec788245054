"""The duty rota of an institution: who is on duty on which days."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Annotated, Self

from dateutil.rrule import rrule
from pydantic import Field, model_validator

from models.errors import ConfigError
from models.registry.codes import Entry
from models.silences import read_rule


class Turn(Entry):
    """Days on which somebody is on duty.

    From `first_day` to `last_day`, both of them on duty; without `last_day` that day alone. With `every`, an
    RRULE of RFC 5545 whose first begin is `first_day`, so many `days` from each begin, until `last_day`
    or, without one, for good.
    """

    first_day: date
    last_day: date | None = None
    every: str = ""
    days: Annotated[int, Field(ge=1, le=366)] = 1

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError(f"last_day {self.last_day} lies before first_day {self.first_day}: swap them")
        if self.every:
            try:
                is_empty = _begins(self.every, self.first_day).after(_noon(self.first_day, -1)) is None
            except ConfigError as error:
                raise ValueError(str(error)) from error
            if is_empty:
                raise ValueError(f"the rule {self.every!r} never begins: write days that exist")
        elif self.days != 1:
            raise ValueError("days goes with every; without it write last_day")
        return self

    def is_on(self, day: date) -> bool:
        """Tell whether it has somebody on duty on a local day."""
        if day < self.first_day:
            return False
        if not self.every:
            return day <= (self.last_day or self.first_day)
        if self.last_day is not None and day > self.last_day:
            return False
        begin = _begins(self.every, self.first_day).before(_noon(day))
        return begin is not None and (day - begin.date()).days < self.days

    def days_between(self, first: date, last: date) -> set[date]:
        """Return the days from one to another, both included, on which it has somebody on duty."""
        if self.every:
            before = timedelta(days=self.days)
            begins = _begins(self.every, self.first_day).between(_noon(first) - before, _noon(last))
            days = {begin.date() + timedelta(days=number) for begin in begins for number in range(self.days)}
            end = self.last_day or last
        else:
            end = self.last_day or self.first_day
            length = (min(end, last) - self.first_day).days + 1
            days = {self.first_day + timedelta(days=number) for number in range(length)}
        return {day for day in days if first <= day <= min(end, last)}


class DutyTurn(Turn):
    """Days on which one contact of the institution, named by mail address, is on duty."""

    who: str


@lru_cache(maxsize=1024)
def _begins(every: str, first_day: date) -> rrule:
    # a rota knows days and no clock: midnight of UTC stands for a day
    return read_rule(every, datetime.combine(first_day, time(), UTC))[1]


def _noon(day: date, later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(12), UTC)
