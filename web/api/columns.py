"""Columns of what the API answers: their kinds and units, the same in every format."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What the values of a column or of a parameter are; any of them may be absent, which is null."""

    TEXT = "text"
    TEXTS = "texts"
    """A list of texts; in CSV with blanks between."""
    NUMBER = "number"
    MONEY = "money"
    """Exact, with two decimals."""
    INTEGER = "integer"
    FLAG = "flag"
    INSTANT = "instant"
    """ISO 8601, answered in UTC."""
    DAY = "day"
    """2026-11-28, by the calendar of the site."""
    MONTH = "month"
    """2026-11, by the calendar of the site."""
    DOCUMENT = "document"
    """JSON; in CSV, Parquet and Arrow its text."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a resource; `unit` is "" where it has none, or where a column `unit` says it row by row."""

    name: str
    kind: Kind
    unit: str = ""


def of(kind: Kind, *names: str, unit: str = "") -> tuple[Column, ...]:
    """Return columns of one kind and unit."""
    return tuple(Column(name, kind, unit) for name in names)


def texts(*names: str) -> tuple[Column, ...]:
    """Return columns of text."""
    return of(Kind.TEXT, *names)


def numbers(unit: str, *names: str) -> tuple[Column, ...]:
    """Return columns of numbers in a unit."""
    return of(Kind.NUMBER, *names, unit=unit)


def integers(*names: str) -> tuple[Column, ...]:
    """Return columns of whole numbers."""
    return of(Kind.INTEGER, *names)


def instants(*names: str) -> tuple[Column, ...]:
    """Return columns of instants."""
    return of(Kind.INSTANT, *names)


def days(*names: str) -> tuple[Column, ...]:
    """Return columns of days."""
    return of(Kind.DAY, *names)
