"""Sections as plain tables of the page: text stays text, and a phone scrolls within the table."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from dashboards.sections import Kind, Section, SectionColumn, Value
from web.console.drawings.boxes import box, text
from web.console.drawings.sheet import Cell, sheet
from web.console.words import UNKNOWN, Words

Link = Callable[[str], str]
_RIGHT = {Kind.YUAN, Kind.AMOUNT, Kind.COUNT, Kind.SHARE}


def show_section(section: Section, words: Words, link: Link | None = None) -> None:
    """Write a section where the page is being built; `link` gives the address that a first cell leads to."""
    alarm = " is-alarm" if section.is_alarm and section.rows else ""
    with box(f"panel span-12{alarm}", "section") as panel:
        panel.props["data-panel"] = section.name
        with box("panel-head"):
            text(words.text(section.title), "panel-title", "h2")
        if not section.rows:
            text(words.text(section.empty), "notice")
        elif section.is_facts and all(column.kind is Kind.COUNT for column in section.columns):
            _tiles(section, words)
        elif section.is_facts:
            _facts(section, words)
        else:
            _table(section, words, link)


def written(value: Value, column: SectionColumn, zone: str, words: Words) -> str:  # noqa: PLR0911
    """Return a cell as readers of one language write it; a dash for what nobody knows."""
    match value:
        case None | "":
            return UNKNOWN
        case datetime():
            return words.instant(value, zone)
        case date():
            return format_date(value, "yyyy-MM" if column.kind is Kind.MONTH else "yyyy-MM-dd")
        case str():
            return _word(value, column, words)
        case _ if column.kind is Kind.SHARE:
            return words.share(float(value))
        case _ if column.kind is Kind.YUAN:
            return format_decimal(Decimal(value), "#,##0.00", words.locale)
        case _:
            return format_decimal(value, "#,##0.##", words.locale)


def title(column: SectionColumn, words: Words) -> str:
    """Return what stands above a column."""
    if column.words_of_title:
        return words.text("%(kind)s yuan", kind=words.code(column.words_of_title, column.title))
    return words.text(column.title)


def _word(value: str, column: SectionColumn, words: Words) -> str:
    if column.kind is not Kind.WORD:
        return value
    return words.code(column.words, value) if column.words else words.text(value)


def _facts(section: Section, words: Words) -> None:
    with box("facts", "dl"):
        for value, column in zip(section.rows[0], section.columns, strict=True):
            text(title(column, words), "", "dt")
            text(written(value, column, section.zone, words), "", "dd")


def _tiles(section: Section, words: Words) -> None:
    with box("tiles", "dl"):
        for value, column in zip(section.rows[0], section.columns, strict=True):
            with box("tile"):
                text(title(column, words), "", "dt")
                text(written(value, column, section.zone, words), "tile-value", "dd")


def _table(section: Section, words: Words, link: Link | None) -> None:
    titles = [Cell(title(column, words), is_number=column.kind in _RIGHT) for column in section.columns]
    rows: list[list[Cell]] = []
    for row in section.rows:
        first, *others = (
            Cell(written(value, column, section.zone, words), is_number=column.kind in _RIGHT)
            for value, column in zip(row, section.columns, strict=True)
        )
        rows.append([first if link is None else replace(first, href=link(first.text)), *others])
    sheet(titles, rows)
