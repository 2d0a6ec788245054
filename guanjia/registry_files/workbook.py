"""An Excel workbook as entries: one row a place, a device, a vehicle, or one physical meter in place."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from guanjia.registry_files.cells import INSTANTS, cell_value
from guanjia.registry_files.columns import COLUMNS, NOTES, SHEETS, field_of
from guanjia.registry_files.meter_rows import meter_entries
from guanjia.registry_files.rows import Row, row_entry
from models.errors import Mistake
from models.registry_draft.written import Spot, WrittenEntry
from models.registry_state import Section

_FIRST_ROW = 2


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that holds one section; `file` is how messages name it, `formulas` stand behind `cells`."""

    file: str
    section: Section
    cells: Worksheet
    formulas: Worksheet


def read_workbook(file: str, content: bytes) -> tuple[list[WrittenEntry], list[Mistake]]:
    """Return the entries and the mistakes of one workbook; formulas count by the value Excel last saw."""
    try:
        book = load_workbook(BytesIO(content), data_only=True)
        formulas = load_workbook(BytesIO(content))
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        return [], [Mistake(file, None, "", "no Excel workbook: save it as .xlsx")]
    entries: list[WrittenEntry] = []
    mistakes: list[Mistake] = []
    for place, cells in enumerate(book.worksheets):
        section = _section(place, cells.title)
        if section is not None:
            sheet = _Sheet(f"{file}[{cells.title}]", section, cells, formulas.worksheets[place])
            entries += _entries(sheet, mistakes)
        elif cells.title.strip().lower() not in NOTES and cells.max_row >= _FIRST_ROW:
            known = ", ".join(SHEETS)
            message = f"a sheet is named one of {known}; name one for people {', '.join(sorted(NOTES))}"
            mistakes.append(Mistake(f"{file}[{cells.title}]", None, "", message))
    return entries, mistakes


def _section(place: int, title: str) -> Section | None:
    name = title.strip().lower()
    found = SHEETS.get(name)
    # whatever its name, the first sheet is the one with the meters
    return Section.METERS if found is None and place == 0 and name not in NOTES else found


def _entries(sheet: _Sheet, mistakes: list[Mistake]) -> list[WrittenEntry]:
    fields = _fields(sheet, mistakes)
    rows = list(_rows(sheet, fields, mistakes))
    if sheet.section is Section.METERS:
        return meter_entries(rows, mistakes)
    return [row_entry(sheet.section, row) for row in rows]


def _fields(sheet: _Sheet, mistakes: list[Mistake]) -> dict[int, str]:
    """Return the field of each column; columns without a header are people's own."""
    fields: dict[int, str] = {}
    for column, cell in enumerate(next(sheet.cells.iter_rows(max_row=1), ()), 1):
        header = str(cell.value or "").strip()
        field = field_of(sheet.section, header)
        if not header:
            continue
        if field is None:
            message = f"there is no such column; the columns are {', '.join(COLUMNS[sheet.section])}"
            mistakes.append(Mistake(sheet.file, 1, f"{header} ({cell.coordinate})", message))
        elif field in fields.values():
            message = f"a second column for {field}: keep one"
            mistakes.append(Mistake(sheet.file, 1, f"{header} ({cell.coordinate})", message))
        else:
            fields[column] = field
    return fields


def _rows(sheet: _Sheet, fields: dict[int, str], mistakes: list[Mistake]) -> Iterator[Row]:
    for number, cells in enumerate(sheet.cells.iter_rows(min_row=_FIRST_ROW), _FIRST_ROW):
        values: dict[str, object] = {}
        spots: dict[str, Spot] = {}
        for column, cell in enumerate(cells, 1):
            field = fields.get(column)
            if field is None:
                continue
            spots[field] = Spot(number, cell.coordinate)
            try:
                value = _value(sheet, cell, field)
            except ValueError as error:
                place = f"{field} ({cell.coordinate})"
                mistakes.append(Mistake(sheet.file, number, place, str(error)))
                continue
            if value is not None:
                values[field] = value
        if values:
            yield Row(sheet.file, number, values, spots)


def _value(sheet: _Sheet, cell: Cell | MergedCell, field: str) -> object:
    value = cell_value(cell, is_instant=field in INSTANTS)
    if value is None and sheet.formulas[cell.coordinate].data_type == "f":
        raise ValueError("Excel has not calculated this formula: open the file in Excel and save it")
    return value
