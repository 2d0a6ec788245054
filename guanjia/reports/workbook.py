"""A report as an Excel file: a sheet each part, and one of sources that figures are linked with."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from guanjia.reports.model import Cell, Heading, Report, Section
from guanjia.reports.traces import AMOUNT_COLUMN
from models.formulas import is_formula

_FILL = PatternFill("solid", fgColor="E8EDF3")
_LINK = Font(color="1F5FAF", underline="single")
_BOLD = Font(bold=True)
_WRAP = Alignment(wrap_text=True, vertical="top")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NO_TITLE = re.compile(r"[\[\]:*?/\\]")
_LONGEST_TITLE = 31
_NARROWEST, _WIDEST = 9, 48
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def xlsx(report: Report) -> bytes:
    """Return a report as an Excel file: the same bytes for the same report."""
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = _title(report.title, [])
    _write_lines(cover, [report.title, report.subtitle, "", *report.lines])
    cover["A1"].font = Font(bold=True, size=16)
    cover["A2"].font = Font(bold=True, size=13)
    taken = [cover.title]
    names = [_claim(section.title, taken) for section in report.sections]
    source = _claim(report.source_title, taken)
    places = _places(report)
    for name, section in zip(names, report.sections, strict=True):
        _write_section(book.create_sheet(name), section, source, places)
    _write_sources(book.create_sheet(source), report, places)
    _write_lines(book.create_sheet(_claim(report.notes_title, taken)), report.notes)
    return _bytes(book, report)


def _claim(title: str, taken: list[str]) -> str:
    taken.append(_title(title, taken))
    return taken[-1]


def _places(report: Report) -> Mapping[str, int]:
    """Return in which row of the sheet of sources each trace begins."""
    row, found = 3, dict[str, int]()
    for trace in report.traces:
        found[trace.key] = row
        row += len(trace.rows) + 4
    return found


def _write_lines(sheet: Worksheet, lines: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 110
    for row, line in enumerate(lines, start=1):
        _put(sheet, row, 1, Cell(line)).alignment = _WRAP


def _write_section(sheet: Worksheet, section: Section, source: str, places: Mapping[str, int]) -> None:
    sheet.freeze_panes = "B2"
    _write_header(sheet, 1, section.columns)
    _set_widths(sheet, section.columns, section.rows)
    if not section.rows:
        _put(sheet, 2, 1, Cell(section.empty))
    for row, cells in enumerate(section.rows, start=2):
        for column, cell in enumerate(cells, start=1):
            written = _put(sheet, row, column, cell)
            if cell.figure in places:
                to = f"'{source}'!A{places[cell.figure]}"
                written.hyperlink = Hyperlink(ref=written.coordinate, location=to)
                written.font = _LINK


def _write_sources(sheet: Worksheet, report: Report, places: Mapping[str, int]) -> None:
    columns = report.source_columns
    _write_header(sheet, 1, columns)
    _set_widths(sheet, columns, [row for trace in report.traces for row in trace.rows])
    sheet.freeze_panes = "A2"
    letter = get_column_letter(AMOUNT_COLUMN + 1)
    for trace in report.traces:
        row = places[trace.key]
        _put(sheet, row, 1, Cell(trace.title)).font = _BOLD
        _put(sheet, row + 1, 1, Cell(trace.said))
        for below, cells in enumerate(trace.rows, start=row + 2):
            for column, cell in enumerate(cells, start=1):
                _put(sheet, below, column, cell)
        end = row + 2 + len(trace.rows)
        if trace.rows:
            # lives: who corrects an amount by hand sees the sum change
            total = sheet.cell(end, AMOUNT_COLUMN + 1, f"=SUM({letter}{row + 2}:{letter}{end - 1})")
            total.number_format, total.font = trace.total.pattern, _BOLD


def _write_header(sheet: Worksheet, row: int, columns: Sequence[Heading]) -> None:
    for place, column in enumerate(columns, start=1):
        cell = _put(sheet, row, place, Cell(column.title))
        cell.font, cell.fill, cell.alignment = _BOLD, _FILL, _WRAP


def _put(sheet: Worksheet, row: int, column: int, cell: Cell) -> SheetCell:
    """Write a cell: numbers as numbers, and names never as formulas."""
    written = cast("SheetCell", sheet.cell(row, column))
    if cell.value is not None:
        written.value = cell.value
        written.number_format = cell.pattern
        return written
    text = _UNPRINTABLE.sub(" ", cell.text)
    written.value = text
    if is_formula(text):
        # openpyxl takes = for a formula, and Excel takes + - @ for one when somebody edits the cell
        written.data_type = "s"
        written.quotePrefix = True
    return written


def _set_widths(sheet: Worksheet, columns: Sequence[Heading], rows: Sequence[tuple[Cell, ...]]) -> None:
    for place, column in enumerate(columns):
        longest = max([_columns_of(column.title), *(_columns_of(row[place].text) for row in rows)])
        width = min(max(longest + 2, _NARROWEST), _WIDEST)
        sheet.column_dimensions[get_column_letter(place + 1)].width = width


def _columns_of(text: str) -> int:
    """Return how wide a text is: a Chinese character takes two columns."""
    return sum(1 if character.isascii() else 2 for character in text)


def _title(title: str, taken: Sequence[str]) -> str:
    """Return what a sheet may be called: Excel takes 31 characters, each name once."""
    plain = _NO_TITLE.sub(" ", title).strip("'")[:_LONGEST_TITLE]
    named, number = plain, 2
    while named.casefold() in {each.casefold() for each in taken}:
        suffix = f" {number}"
        named, number = plain[: _LONGEST_TITLE - len(suffix)] + suffix, number + 1
    return named


def _bytes(book: Workbook, report: Report) -> bytes:
    made = report.made_at.replace(tzinfo=None)
    book.properties.creator = "guanjia"
    book.properties.created = made
    file = BytesIO()
    book.save(file)
    return _without_clock(file.getvalue(), made)


def _without_clock(content: bytes, made: datetime) -> bytes:
    """Return the file as if it had been saved when the report was made: saving writes the time into it."""
    modified = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
    stamp = rb"\g<1>" + made.strftime("%Y-%m-%dT%H:%M:%SZ").encode() + rb"\g<2>"
    file = BytesIO()
    with ZipFile(BytesIO(content)) as saved, ZipFile(file, "w", ZIP_DEFLATED) as fixed:
        for name in saved.namelist():
            part = saved.read(name)
            if name == "docProps/core.xml":
                part = modified.sub(stamp, part)
            entry = ZipInfo(name, _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            fixed.writestr(entry, part)
    return file.getvalue()
