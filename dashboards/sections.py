"""Tables of a page or workbook before they have words: titles are catalogue keys, cells are values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Value = str | int | float | Decimal | date | datetime | None


class Kind(StrEnum):
    """What stands in a column."""

    TEXT = "text"
    WORD = "word"
    """A code; the catalogues hold `VOCABULARY: code`, or the code itself where there is no vocabulary."""
    DAY = "day"
    MONTH = "month"
    """The first day of a month."""
    INSTANT = "instant"
    """An instant, on the clock of the section's zone."""
    YUAN = "yuan"
    AMOUNT = "amount"
    COUNT = "count"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class SectionColumn:
    """A column: `title` is a catalogue key.

    Where `words_of_title` names a vocabulary, it is a code of it, and the column holds yuan.
    """

    title: str
    kind: Kind = Kind.TEXT
    words: str = ""
    words_of_title: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under columns; None is what nobody knows. `is_facts`: there is one row, read down.

    `is_alarm`: somebody has to look into each row, and none is well. `empty` is the catalogue key of what to
    say then.
    """

    name: str
    title: str
    columns: Sequence[SectionColumn]
    rows: Sequence[Sequence[Value]]
    zone: str = "UTC"
    is_facts: bool = False
    is_alarm: bool = False
    empty: str = "Nothing is recorded"
