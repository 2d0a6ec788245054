"""Tables of the columns that panels have too, whose first cell leads further."""

from collections.abc import Callable, Sequence
from typing import Final

from dashboards.panel import Column, Format, Row
from web.console.drawings.boxes import box, text
from web.console.drawings.sheet import Cell, sheet
from web.console.words import Words

RIGHT: Final = frozenset(
    {Format.COUNT, Format.AMOUNT, Format.YUAN, Format.SHARE, Format.SIGNED_SHARE, Format.DEGREES}
)
"""Formats that stand at the right of their column."""


def listing(
    columns: Sequence[Column], rows: Sequence[Row], words: Words, href: Callable[[Row], str] | None = None
) -> None:
    """Write a table where the page is being built; `href` is where the first cell of a row leads."""
    titles = [Cell(_title(column, words), is_number=column.format in RIGHT) for column in columns]
    sheet(
        titles,
        [
            [_cell(column, row, words, href if column is columns[0] else None) for column in columns]
            for row in rows
        ],
    )


def facts(pairs: Sequence[tuple[str, str]]) -> None:
    """Write names with what belongs to each."""
    with box("facts", "dl"):
        for name, value in pairs:
            text(name, "", "dt")
            text(value, "", "dd")


def _title(column: Column, words: Words) -> str:
    unit = words.unit(column.unit)
    return f"{words.text(column.title)} ({unit})" if unit else words.text(column.title)


def _cell(column: Column, row: Row, words: Words, href: Callable[[Row], str] | None) -> Cell:
    return Cell(
        words.cell(column, row),
        href="" if href is None else href(row),
        is_number=column.format in RIGHT,
        badge=str(row[column.name]) if column.format is Format.BADGE else "",
        is_bad=column.is_bad and bool(row[column.name]),
    )
