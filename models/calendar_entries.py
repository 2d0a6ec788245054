"""The calendar as an operator writes it: config/calendar/workdays.yaml and heating.yaml."""

from datetime import date
from itertools import pairwise
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from models.calendar import DayKind, HeatingSeason, NamedDay
from models.quotas import SourceStatus
from models.registry import Code, Entry

FEWEST_HOLIDAYS = 7
"""Fewer weekdays off than this in a whole year are a year half written: every notice has more."""

Source = Annotated[str, Field(min_length=1)]


class DayEntry(Entry):
    """One day that is not what its weekday says, or not what the notice said."""

    day: date
    kind: DayKind
    name: Annotated[str, Field(min_length=1)]
    source: str = ""

    def named(self) -> NamedDay:
        """Return it as the calendar keeps it."""
        return NamedDay(self.day, self.kind, self.name)


class YearEntry(Entry):
    """One whole year: all its holidays and make-up workdays; every other day is what its weekday says."""

    year: Annotated[int, Field(ge=1949, le=2999)]
    source: Source
    days: tuple[DayEntry, ...]

    @field_validator("days")
    @classmethod
    def _no_day_twice(cls, days: tuple[DayEntry, ...]) -> tuple[DayEntry, ...]:
        return once_each(days)

    @model_validator(mode="after")
    def _whole_year(self) -> "YearEntry":
        strange = [entry.day for entry in self.days if entry.day.year != self.year]
        if strange:
            raise ValueError(f"{strange[0]} does not lie in {self.year}: move it to the year it lies in")
        off = sum(entry.kind is DayKind.REST and entry.day.weekday() < 5 for entry in self.days)
        if off < FEWEST_HOLIDAYS:
            raise ValueError(
                f"only {off} weekdays of {self.year} are off: list every day of each holiday (kind: rest) "
                "and every weekend day that is worked for one (kind: workday)"
            )
        return self


class WorkdayFile(Entry):
    """config/calendar/workdays.yaml."""

    years: tuple[YearEntry, ...] = ()
    days: tuple[DayEntry, ...] = ()

    @field_validator("years")
    @classmethod
    def _no_year_twice(cls, years: tuple[YearEntry, ...]) -> tuple[YearEntry, ...]:
        numbers = sorted(entry.year for entry in years)
        twice = [one for one, other in pairwise(numbers) if one == other]
        if twice:
            raise ValueError(f"the year {twice[0]} is listed twice: keep one of them")
        return years

    @field_validator("days")
    @classmethod
    def _no_day_twice(cls, days: tuple[DayEntry, ...]) -> tuple[DayEntry, ...]:
        return once_each(days)


class SeasonEntry(Entry):
    """One heating season; `end` is the first day without heating."""

    begin: date
    end: date
    status: SourceStatus
    source: Source
    note: str = ""

    @model_validator(mode="after")
    def _within_a_year(self) -> "SeasonEntry":
        if not 0 < (self.end - self.begin).days < 366:
            raise ValueError(
                f"the season from {self.begin} to {self.end} is no season: end is the first day without "
                "heating, after begin and within a year of it"
            )
        return self


class RegionEntry(Entry):
    """The heating seasons of one region, ascending."""

    code: Code
    name: str
    name_en: str
    seasons: Annotated[tuple[SeasonEntry, ...], Field(min_length=1)]

    @field_validator("seasons")
    @classmethod
    def _one_after_another(cls, seasons: tuple[SeasonEntry, ...]) -> tuple[SeasonEntry, ...]:
        for one, other in pairwise(seasons):
            if other.begin < one.end:
                raise ValueError(
                    f"the season of {other.begin} begins before the one before it ends on {one.end}: "
                    "write them in order, without overlap"
                )
        return seasons

    def values(self) -> tuple[HeatingSeason, ...]:
        """Return them as the calendar keeps them."""
        return tuple(
            HeatingSeason(self.code, entry.begin, entry.end, entry.status, entry.source)
            for entry in self.seasons
        )


class HeatingFile(Entry):
    """config/calendar/heating.yaml."""

    regions: tuple[RegionEntry, ...]

    @field_validator("regions")
    @classmethod
    def _no_region_twice(cls, regions: tuple[RegionEntry, ...]) -> tuple[RegionEntry, ...]:
        codes = sorted(region.code for region in regions)
        twice = [one for one, other in pairwise(codes) if one == other]
        if twice:
            raise ValueError(f"the region {twice[0]!r} is listed twice: put its seasons together")
        return regions


def once_each(days: tuple[DayEntry, ...]) -> tuple[DayEntry, ...]:
    """Return the days as they are; raise ValueError when one is listed twice."""
    ordered = sorted(entry.day for entry in days)
    twice = [one for one, other in pairwise(ordered) if one == other]
    if twice:
        raise ValueError(f"{twice[0]} is listed twice: keep one of them")
    return days
