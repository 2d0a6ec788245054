"""A report as one immutable value: formats are printed from it, so a filed one prints unchanged."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pydantic import TypeAdapter, ValidationError

from models.errors import GuanjiaError

VERSION: Final = 1
"""Of the shape below; a file of another one is refused."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: `text` as it is read, and the number it was rounded from, if it is one.

    `pattern` is the spreadsheet's number format that shows `value` as `text`; `figure` is the key of the
    trace of that number, "" where it has none.
    """

    text: str
    value: float | None = None
    pattern: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title with the unit, and whether numbers stand in it."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart; `value` is not below 0, `text` is what stands beside it."""

    label: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one unit under a title, in the order of their labels."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report: a table with its charts; `empty` is said where it has no row."""

    key: str
    title: str
    columns: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """From which meters a figure comes.

    The amounts of its rows add up to `total` [unit of `columns`]; `agrees` says whether that is what the
    figure's numerator says to nine digits, and `said` says it in words. `value` is what divides by whom.
    """

    key: str
    title: str
    value: Cell
    rows: tuple[tuple[Cell, ...], ...]
    total: Cell
    agrees: bool
    said: str


@dataclass(frozen=True, slots=True)
class Report:
    """A report in the words of its reader.

    `begins` is the first local day and `ends` the first after the period; `lines` stand on the cover, `notes`
    say how figures are to be read. `source_columns` head the rows of every trace.
    """

    version: int
    institution: str
    period: str
    begins: date
    ends: date
    language: str
    made_at: datetime
    title: str
    subtitle: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    source_title: str
    source_columns: tuple[Heading, ...]
    traces: tuple[Trace, ...]
    notes_title: str
    notes: tuple[str, ...]


_ADAPTER = TypeAdapter(Report)


def to_json(report: Report) -> bytes:
    """Return a report as JSON; `from_json` gives the same report back."""
    return _ADAPTER.dump_json(report, indent=1) + b"\n"


def from_json(text: bytes, name: str) -> Report:
    """Return the report a file holds; raise GuanjiaError naming file and field where it is none."""
    try:
        report = _ADAPTER.validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise GuanjiaError(
            f"{name}: {where}: {first['msg']}; take a file that `guanjia report --format json` wrote"
        ) from error
    if report.version != VERSION:
        raise GuanjiaError(
            f"{name} is a report of version {report.version}, and this guanjia prints version {VERSION}:"
            " print it with the guanjia that wrote it"
        )
    return report
