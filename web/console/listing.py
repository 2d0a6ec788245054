"""Tables of rows whose first cell leads further: text stays text, and a phone scrolls within the table."""

from collections.abc import Callable, Sequence
from typing import Final

from dashboards.panel import Column, Format, Row
from web.console.drawings.boxes import box, text
from web.console.words import Words

RIGHT: Final = frozenset(
    {Format.COUNT, Format.AMOUNT, Format.YUAN, Format.SHARE, Format.SIGNED_SHARE, Format.DEGREES}
)
"""Formats that stand at the right of their column."""


def listing(
    columns: Sequence[Column], rows: Sequence[Row], words: Words, href: Callable[[Row], str] | None = None
) -> None:
    """Write a table where the page is being built; `href` is where the first cell of a row leads."""
    with box("sheet-scroll") as scroll, box("sheet", "table"):
        # who uses the keyboard can scroll it too
        scroll.props["tabindex"] = "0"
        with box("", "thead"), box("", "tr"):
            for column in columns:
                heading = text(_title(column, words), _side(column), "th")
                heading.props["scope"] = "col"
        with box("", "tbody"):
            for row in rows:
                with box("", "tr"):
                    for column in columns:
                        _cell(column, row, words, href if column is columns[0] else None)


def facts(pairs: Sequence[tuple[str, str]]) -> None:
    """Write names with what belongs to each."""
    with box("facts", "dl"):
        for name, value in pairs:
            text(name, "", "dt")
            text(value, "", "dd")


def _title(column: Column, words: Words) -> str:
    unit = words.unit(column.unit)
    return f"{words.text(column.title)} ({unit})" if unit else words.text(column.title)


def _side(column: Column) -> str:
    return "is-number" if column.format in RIGHT else ""


def _cell(column: Column, row: Row, words: Words, href: Callable[[Row], str] | None) -> None:
    content = words.cell(column, row)
    is_bad = column.is_bad and bool(row[column.name])
    with box(f"{_side(column)} {'is-bad-cell' if is_bad else ''}".strip(), "td"):
        if href is not None:
            text(content, "sheet-link", "a").props["href"] = href(row)
        elif column.format is Format.BADGE:
            text(content, f"badge badge-{row[column.name]}", "span")
        else:
            text(content, "", "span")
