"""Sections of a page as tables for a terminal."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dashboards.sections import Kind, Section, SectionColumn, Value
from guanjia.printable import printable
from guanjia.words import UNKNOWN, Words, number, percent

_RIGHT = {Kind.YUAN, Kind.AMOUNT, Kind.COUNT, Kind.SHARE}


def section_table(section: Section, words: Words) -> RenderableType:
    """Return a section; in red where somebody has to look into it."""
    style = "red" if section.is_alarm and section.rows else ""
    # a title of the table itself would break at the width of its rows
    title = Text(words.say(section.title), style=style or "bold")
    return Group(title, _table(section, words, style) if section.rows else Text(words.say(section.empty)))


def _table(section: Section, words: Words, style: str) -> Table:
    table = Table(box=None, pad_edge=False, show_header=not section.is_facts)
    cells = [
        [
            written(value, column, section.zone, words)
            for value, column in zip(row, section.columns, strict=True)
        ]
        for row in section.rows
    ]
    if section.is_facts:
        for column, cell in zip(section.columns, cells[0], strict=True):
            table.add_row(words.say(column.title), cell)
        return table
    for column in section.columns:
        table.add_column(words.say(column.title), justify="right" if column.kind in _RIGHT else "left")
    for row in cells:
        table.add_row(*row, style=style)
    return table


def written(value: Value, column: SectionColumn, zone: str, words: Words) -> str:
    """Return a cell for a terminal; a dash for what nobody knows."""
    match value:
        case None | "":
            return UNKNOWN
        case datetime():
            return f"{value.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
        case date():
            return str(value)
        case str():
            is_word = column.kind is Kind.WORD
            word = (
                (words.name(column.words, value) if column.words else words.say(value)) if is_word else value
            )
            return printable(word)
        case _ if column.kind is Kind.SHARE:
            return percent(float(value))
        case _:
            return number(float(value), 0 if column.kind is Kind.COUNT else 2)
