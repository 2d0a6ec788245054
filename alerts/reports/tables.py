"""Tables as a mail and a workbook both show them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

Value = str | float | int | date | datetime | None


class Kind(Enum):
    """What stands in a column, so that each reader's program shows it as it should."""

    TEXT = auto()
    NUMBER = auto()
    """An amount in the unit that the title names."""
    COUNT = auto()
    SHARE = auto()
    """A part of a whole: 0.95 is 95 %."""
    CHANGE = auto()
    """A share with its sign: 0.1 is 10 % more."""
    DAY = auto()
    INSTANT = auto()
    """A local time without a zone."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; its title names the unit where there is one."""

    title: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a value that nobody knows is None. `title` is what its sheet is called."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report in one reader's words.

    `lines` are sentences, `shown` the tables of the mail, `sheets` those of the attachment, `notes` say how
    the figures are to be read. `is_quiet`: nothing in it asks for attention.
    """

    subject: str
    heading: str
    lines: tuple[str, ...]
    shown: tuple[Table, ...]
    sheets: tuple[Table, ...]
    notes: tuple[str, ...]
    file_name: str
    is_quiet: bool = False
