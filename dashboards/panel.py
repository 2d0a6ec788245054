"""What a panel is: declared once, drawn by the console, and compiled for Grafana."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

Row = dict[str, Any]
"""One row of a panel's query: text, numbers, days, aware instants, None."""
PERIOD: Final = timedelta(days=35)
"""What a panel looks back over where nobody chose a period."""


class Chart(StrEnum):
    """How the rows of a panel are drawn; each says which columns its query must give."""

    HEADLINE = "headline"
    """The sentence above all panels: every row's columns, one after another."""
    NUMBERS = "numbers"
    """The first row: a card for each column of the panel."""
    STACKED = "stacked"
    """`label` along the axis (days in order), `series` upon each other, `value`, `coverage` 0-1."""
    LINES = "lines"
    """`label` along the axis (days in order), a line for each `series`, `value`."""
    PAIRED = "paired"
    """`label` down the axis, `series` side by side, `value`, `coverage`."""
    PROGRESS = "progress"
    """A row a subject: shares used and due of a yearly limit, and what the year is projected to come to."""
    TABLE = "table"
    """A row a line, in the columns of the panel."""
    PLACES = "places"
    """A row a thing that moves: `lon` and `lat` on a plane, and the columns of the panel in a table."""


class Format(StrEnum):
    """How a value is written for people."""

    TEXT = "text"
    WORD = "word"
    """A code; the catalogues hold `VOCABULARY: code`."""
    UNIT = "unit"
    """A unit of dashboards/vocabularies.py, as the catalogues print it: m3 is m³."""
    BADGE = "badge"
    """A code as WORD, in the colour of its urgency."""
    COUNT = "count"
    AMOUNT = "amount"
    """A measured number, with about three figures that count."""
    YUAN = "yuan"
    """Money, to the fen."""
    DAY = "day"
    SHARE = "share"
    SIGNED_SHARE = "signed_share"
    PER_MINUTE = "per_minute"
    """A counter that only rises, shown as its rise a minute."""
    INSTANT = "instant"
    """An instant, on the clock of the row's `timezone`."""
    DEGREES = "degrees"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a value leads: a page of dashboards/pages.py, its `variable` set to the row's column `of`."""

    page: str
    variable: str
    of: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a panel's query that people see.

    `title` is a catalogue key. `words` is the vocabulary of a code. `beside` is a catalogue key that holds
    `%(value)s`: what stands small under a number, made of the column `beside_of`.
    """

    name: str
    title: str
    format: Format = Format.TEXT
    unit: str = ""
    words: str = ""
    beside: str = ""
    beside_of: str = ""
    beside_format: Format = Format.AMOUNT
    is_bad: bool = False
    """Whether anything above zero is bad news."""
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel: `title` and `empty` are catalogue keys.

    Its query is the one of its name in storage/queries/panels/, or that of `asks`, where several panels ask
    the same with different `fixed` parameters.

    `span` is its width in twelfths of a wide page, `every_seconds` how old what is shown may be. The codes
    of `label` and `series` columns are words of the vocabularies `label_words` and `series_words`.
    `thresholds` are the values above which its figure is a warning, and bad.
    """

    name: str
    title: str
    chart: Chart
    empty: str
    span: int = 12
    unit: str = ""
    every_seconds: float = 10.0
    columns: Sequence[Column] = ()
    label_words: str = ""
    series_words: str = ""
    palette: str = "plain"
    thresholds: Sequence[float] = ()
    hint: str = ""
    asks: str = ""
    is_monthly: bool = False
    """Whether its days are the first of months: one bar a month."""
    fixed: Sequence[tuple[str, str]] = ()

    @property
    def query(self) -> str:
        """The name under which storage knows its SQL."""
        return f"panels/{self.asks or self.name}"

    def parameters(self, now: datetime, language: str, since: datetime | None = None) -> dict[str, object]:
        """Return what its query is asked with, of every institution and place.

        `now` is the end of the period, `since` its beginning: 35 days before, unless given.
        """
        return {
            "now": now,
            "since": now - PERIOD if since is None else since,
            "language": language,
            "institution": None,
            "place": None,
            **dict(self.fixed),
        }
