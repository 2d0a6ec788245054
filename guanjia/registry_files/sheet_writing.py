"""A site as an Excel workbook: the columns that reading knows, instants as local time."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import IO
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from guanjia.registry_files.columns import COLUMNS
from guanjia.registry_files.lists import codes_text
from guanjia.registry_files.parts import parts_text
from guanjia.registry_files.services import services_text
from models.registry import Device, Meter, Occupancy, Vehicle, VirtualMeter
from models.registry_state import Registry, Section

_ORDER = (
    Section.METERS,
    Section.SITE,
    Section.INSTITUTIONS,
    Section.PLACES,
    Section.OCCUPANCY,
    Section.DEVICES,
    Section.VIRTUAL_METERS,
    Section.METERING_REQUIREMENTS,
    Section.VEHICLES,
    Section.DRIVERS,
)
_EARLIEST_YEAR = 1901


def write_workbook(registry: Registry, stream: IO[bytes]) -> None:
    """Write a registry of one site; contacts, quotas and duty have no columns and are left out."""
    zone = ZoneInfo(next(iter(registry.sites.values())).timezone)
    book = Workbook()
    book.remove(book.worksheets[0])
    for section in _ORDER:
        rows = list(_rows(registry, section))
        if rows or section is Section.METERS:
            _write_sheet(book.create_sheet(section.value), section, rows, zone)
    book.save(stream)


def _rows(registry: Registry, section: Section) -> Iterator[Mapping[str, object]]:
    for found in registry.section(section).values():
        for entry in found if isinstance(found, tuple) else (found,):
            match entry:
                case Meter():
                    yield from _meter(entry)
                case Occupancy():
                    yield entry.model_dump() | {str(kind): n for kind, n in entry.people.items()}
                case VirtualMeter():
                    yield entry.model_dump() | {"parts": parts_text(entry.parts)}
                case Vehicle():
                    texts = {
                        "services": services_text(entry.services),
                        "homes": codes_text(entry.homes),
                        "tags": codes_text(entry.tags),
                    }
                    # an empty cell says no
                    yield entry.model_dump() | texts | {"exempt": entry.exempt or None}
                case Device():
                    yield entry.model_dump() | {"tags": codes_text(entry.tags)}
                case _:
                    yield entry.model_dump()


def _meter(meter: Meter) -> Iterator[Mapping[str, object]]:
    own = meter.model_dump(exclude={"installations"}) | {
        "serves": codes_text(meter.serves),
        "tags": codes_text(meter.tags),
    }
    if not meter.installations:
        yield own
    for installation in meter.installations:
        yield own | installation.model_dump()


def _write_sheet(
    cells: Worksheet, section: Section, rows: list[Mapping[str, object]], zone: ZoneInfo
) -> None:
    fields = list(COLUMNS[section])
    for column, field in enumerate(fields, 1):
        header = "meter" if (section, field) == (Section.METERS, "code") else field
        cells.cell(1, column, header).font = Font(bold=True)
    for number, row in enumerate(rows, 2):
        for column, field in enumerate(fields, 1):
            value = _plain(row.get(field), zone)
            if value not in {None, ""}:
                cell = cells.cell(number, column, value)
                # a text stays a text, even one that begins with "="
                cell.data_type = "s" if isinstance(value, str) else cell.data_type
    cells.freeze_panes = "B2"


def _plain(value: object, zone: ZoneInfo) -> str | float | bool | date | None:
    match value:
        case datetime():
            return _local(value, zone)
        case Enum():
            return str(value.value)
        case bool() | int() | float() | date() | None:
            return value
        case _:
            return str(value)


def _local(at: datetime, zone: ZoneInfo) -> datetime | str:
    """Return local time as Excel keeps it; an instant it cannot keep is a text with its offset."""
    local = at.astimezone(zone)
    naive = local.replace(tzinfo=None)
    is_clear = naive.replace(tzinfo=zone) == at and local.fold == 0
    is_kept = local.microsecond == 0 and local.year >= _EARLIEST_YEAR
    return naive if is_clear and is_kept else local.isoformat()
