"""Meters as an Excel sheet: one row a physical meter, headings in Chinese with the field and its unit."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from enum import Enum
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from guanjia.registry_files.columns import COLUMNS, MEDIA
from guanjia.registry_files.lists import codes_text
from guanjia.registry_files.workbook import read_workbook
from models.errors import Mistake
from models.formulas import is_formula
from models.quantities import BY_NAME
from models.registry import Meter
from models.registry_draft.written import WrittenEntry
from models.registry_state import Registry, Section

SHEET: Final = "表计"
_UNITS: Final = "m³、kWh、GJ"
_UNIT_OF: Final[Mapping[str, str]] = {
    "interval_minutes": "分钟 min",
    "start_register": _UNITS,
    "end_register": _UNITS,
    "modulus": _UNITS,
    "previous_end_register": _UNITS,
    "max_rate_per_hour": "m³/h、kW、GJ/h",
}
_HEADINGS: Final[Mapping[str, str]] = {
    "code": "表计编码",
    "name": "表计名称",
    "device": "设备编码",
    "medium": "能源种类",
    "level": "计量级别",
    "place": "安装位置",
}
"""Where several headings are read, the one that is written."""
_MEDIA: Final = {medium: name for name, medium in reversed(list(MEDIA.items()))}
_LARGEST: Final = 10 * 2**20
_LARGEST_UNPACKED: Final = 200 * 2**20
_NOTES: Final = (
    "每行一块在用或曾用的表；同一表计的多行按安装时间先后排列，首行之后的各列留空表示不改动。"
    "  One row a physical meter; an empty cell says nothing and changes nothing.",
    "换表：增加一行，填写新表表号、安装时间、起码，并在“旧表止码”中填写旧表止码。"
    "  A swap is another row: serial, valid_from, start_register, previous_end_register.",
    "时间为站点当地时间。  Times are local times of the site.",
)


def write_meters(registry: Registry, codes: Collection[str]) -> bytes:
    """Return the workbook of some meters; taken in again, it changes nothing."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    fields = list(COLUMNS[Section.METERS])
    for column, field in enumerate(fields, 1):
        sheet.cell(1, column, heading(field)).font = Font(bold=True)
    number = 2
    for code in sorted(codes):
        meter = registry.meters[code]
        zone = registry.zone_of_place(meter.place) or ZoneInfo("UTC")
        for row in _rows(registry, meter):
            _write(sheet, number, [_plain(row.get(field), zone) for field in fields])
            number += 1
    sheet.freeze_panes = "B2"
    _write_notes(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def heading(field: str) -> str:
    """Return what stands above a column: 起码(start_register, m³、kWh、GJ); brackets are for people."""
    chinese = _HEADINGS.get(field, COLUMNS[Section.METERS][field][0])
    unit = _UNIT_OF.get(field)
    return f"{chinese}({field}{f', {unit}' if unit else ''})"


def read_meters(file: str, content: bytes) -> tuple[list[WrittenEntry], list[Mistake]]:
    """Return the meters of a workbook, and what is wrong with it: it may hold nothing but meters."""
    too_large = _too_large(file, content)
    if too_large:
        return [], too_large
    entries, mistakes = read_workbook(file, content)
    for entry in entries:
        if entry.section is not Section.METERS and entry.implied_by is None:
            message = (
                f"this sheet is about {entry.section}, and only meters are taken in here: delete it,"
                " or use `guanjia registry apply`"
            )
            mistakes.append(Mistake(entry.where.file, None, "", message))
    if not entries and not mistakes:
        mistakes.append(Mistake(file, None, "", "there is no meter in it: write one row a meter"))
    return entries, list(dict.fromkeys(mistakes))


def _too_large(file: str, content: bytes) -> list[Mistake]:
    try:
        with ZipFile(BytesIO(content)) as packed:
            unpacked = sum(each.file_size for each in packed.infolist())
    except BadZipFile:
        return []
    if len(content) <= _LARGEST and unpacked <= _LARGEST_UNPACKED:
        return []
    return [
        Mistake(file, None, "", "the workbook is too large: take in the meters of one site after another")
    ]


def _rows(registry: Registry, meter: Meter) -> Iterator[Mapping[str, object]]:
    device = registry.devices.get(meter.device_code)
    own = meter.model_dump(exclude={"installations"}) | {
        "medium": _MEDIA[meter.medium],
        "serves": codes_text(meter.serves),
        "tags": codes_text(meter.tags),
        "interval_minutes": None if device is None else device.interval_minutes,
    }
    if not meter.installations:
        yield own
    for installation in meter.installations:
        yield own | installation.model_dump()


def _write(sheet: Worksheet, number: int, values: list[str | float | bool | datetime | None]) -> None:
    for column, value in enumerate(values, 1):
        if value is None or value == "":
            continue
        cell = sheet.cell(number, column, value)
        if isinstance(value, str):
            # a text stays a text, also after somebody has edited it in Excel
            cell.data_type = "s"
            cell.quotePrefix = is_formula(value)


def _write_notes(book: Workbook) -> None:
    sheet = book.create_sheet("说明")
    for number, note in enumerate(_NOTES, 1):
        sheet.cell(number, 1, note)
    for number, each in enumerate(sorted(BY_NAME.values(), key=lambda each: each.id), len(_NOTES) + 2):
        for column, said in enumerate((each.name, each.zh, each.unit), 1):
            sheet.cell(number, column, said)


def _plain(value: object, zone: ZoneInfo) -> str | float | bool | datetime | None:
    match value:
        case datetime():
            local = value.astimezone(zone)
            naive = local.replace(tzinfo=None)
            is_kept = local.microsecond == 0 and local.fold == 0 and naive.replace(tzinfo=zone) == value
            return naive if is_kept else local.isoformat()
        case Enum():
            return str(value.value)
        case bool() | int() | float() | None:
            return value
        case _:
            return str(value)
