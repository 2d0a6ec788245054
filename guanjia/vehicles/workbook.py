"""The file of a vehicle as an Excel workbook: a sheet a section, each cell of its type, no text a formula."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from alerts.reports import tables
from alerts.reports.workbook import workbook
from dashboards.sections import Kind, Section, SectionColumn, Value
from dashboards.vehicle_file import VehicleFile
from guanjia.words import Words

_KINDS = {
    Kind.TEXT: tables.Kind.TEXT,
    Kind.WORD: tables.Kind.TEXT,
    Kind.DAY: tables.Kind.DAY,
    Kind.MONTH: tables.Kind.TEXT,
    Kind.INSTANT: tables.Kind.INSTANT,
    Kind.YUAN: tables.Kind.NUMBER,
    Kind.AMOUNT: tables.Kind.NUMBER,
    Kind.COUNT: tables.Kind.COUNT,
    Kind.SHARE: tables.Kind.SHARE,
}
_NOTES = (
    "Distance: trips where the tracker knows nine of ten days, else odometers on receipts",
    "Amounts include taxes as on the receipts; corrections are counted in",
    "A blank is what nobody knows",
)


def vehicle_workbook(file: VehicleFile, words: Words) -> bytes:
    """Return the workbook in one language, with a last sheet of notes."""
    sheets = [_sheet(section, words) for section in file.sections]
    return workbook(sheets, words.say("Notes"), [words.say(note) for note in _NOTES])


def _sheet(section: Section, words: Words) -> tables.Table:
    columns = [tables.Column(_title(column, words), _KINDS[column.kind]) for column in section.columns]
    rows = [
        tuple(
            _cell(value, column, section.zone, words)
            for value, column in zip(row, section.columns, strict=True)
        )
        for row in section.rows
    ]
    return tables.Table(words.say(section.title), tuple(columns), tuple(rows))


def _title(column: SectionColumn, words: Words) -> str:
    if column.words_of_title:
        return words.say("%(kind)s yuan", kind=words.name(column.words_of_title, column.title))
    return words.say(column.title)


def _cell(value: Value, column: SectionColumn, zone: str, words: Words) -> tables.Value:
    match value, column.kind:
        case (str(), Kind.WORD):
            return words.name(column.words, value) if column.words else words.say(value)
        case (Decimal(), _):
            return float(round(value, 3))
        case (datetime(), _):
            return value.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        case (_, Kind.MONTH):
            return None if value is None else f"{value:%Y-%m}"
        case _:
            return value
