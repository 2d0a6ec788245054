"""Tables as an Excel file: a sheet each, headers frozen, numbers as numbers, names never as formulas."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from alerts.reports.tables import Column, Kind, Table, Value
from models.formulas import is_formula

_FORMATS = {
    Kind.NUMBER: "#,##0.0##",
    Kind.COUNT: "0",
    Kind.SHARE: "0.0%",
    Kind.CHANGE: "+0.0%;-0.0%;0.0%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.INSTANT: "yyyy-mm-dd hh:mm",
}
_LONGEST_TITLE = 31
_NARROWEST, _WIDEST = 8, 60
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_HEADER_FILL = PatternFill("solid", fgColor="E8EDF3")


def workbook(tables: Sequence[Table], notes_title: str, notes: Iterable[str]) -> bytes:
    """Return the tables as a file, with a last sheet of notes; the first row of each stays in sight."""
    book = Workbook(write_only=True)
    for table in tables:
        _write(book, table)
    sheet = book.create_sheet(_title(notes_title, book))
    sheet.column_dimensions["A"].width = 110
    for note in notes:
        sheet.append([_cell(sheet, note, Kind.TEXT)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book: Workbook, table: Table) -> None:
    sheet = book.create_sheet(_title(table.title, book))
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns):
        sheet.column_dimensions[get_column_letter(place + 1)].width = _width(column, table, place)
    sheet.append([_header(sheet, column) for column in table.columns])
    for row in table.rows:
        pairs = zip(row, table.columns, strict=True)
        sheet.append([_cell(sheet, value, column.kind) for value, column in pairs])


def _header(sheet: Worksheet, column: Column) -> Cell:
    cell = _cell(sheet, column.title, Kind.TEXT)
    cell.font, cell.fill, cell.alignment = Font(bold=True), _HEADER_FILL, Alignment(wrap_text=True)
    return cell


def _cell(sheet: Worksheet, value: Value, kind: Kind) -> Cell:
    clean = _clean(value)
    cell = WriteOnlyCell(sheet, value=clean)
    if isinstance(clean, str) and is_formula(clean):
        # openpyxl takes = for a formula, and Excel takes + - @ for one when somebody edits the cell
        cell.data_type = "s"
        cell.quotePrefix = True
    elif kind in _FORMATS and clean is not None:
        cell.number_format = _FORMATS[kind]
    return cell


def _clean(value: Value) -> str | float | datetime | None:
    match value:
        case str():
            return _UNPRINTABLE.sub(" ", value)
        case datetime():
            return value
        case date():
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001  (Excel has no zones)
        case _:
            return value


def _width(column: Column, table: Table, place: int) -> int:
    longest = max(
        [_columns_of(column.title), *(_columns_of(str(row[place] or "")) for row in table.rows)]
        if column.kind is Kind.TEXT
        else [_columns_of(column.title), 16 if column.kind is Kind.INSTANT else 10]
    )
    return min(max(longest + 2, _NARROWEST), _WIDEST)


def _columns_of(text: str) -> int:
    """Return how wide a text is: a Chinese character takes two columns."""
    return sum(1 if character.isascii() else 2 for character in text)


def _title(title: str, book: Workbook) -> str:
    """Return what a sheet may be called: Excel takes 31 characters, each name once."""
    plain = _NO_TITLE.sub(" ", title)[:_LONGEST_TITLE]
    taken, number = set(book.sheetnames), 2
    named = plain
    while named in taken:
        suffix = f" {number}"
        named, number = plain[: _LONGEST_TITLE - len(suffix)] + suffix, number + 1
    return named
