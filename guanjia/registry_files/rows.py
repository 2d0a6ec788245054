"""One row of a sheet, and the entry it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from guanjia.registry_files.columns import MEDIA, PEOPLE
from guanjia.registry_files.lists import written_codes
from guanjia.registry_files.parts import written_parts
from guanjia.registry_files.services import written_services
from models.registry_draft.written import Path, Spot, Where, WrittenEntry
from models.registry_state import Section

_CODES = {
    Section.OCCUPANCY: "place",
    Section.VEHICLES: "plate",
    Section.METERING_REQUIREMENTS: "institution",
}


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of one row by field, and where each field's cell is, filled or not."""

    file: str
    number: int
    values: Mapping[str, object]
    spots: Mapping[str, Spot]


def row_entry(section: Section, row: Row) -> WrittenEntry:
    """Return the entry that one row is: empty cells say nothing."""
    values = dict(row.values)
    spots: dict[Path, Spot] = {(): Spot(row.number)}
    spots |= {(field,): spot for field, spot in row.spots.items()}
    if "medium" in values:
        values["medium"] = MEDIA.get(str(values["medium"]), values["medium"])
    if "parts" in values:
        values["parts"] = written_parts(str(values["parts"]))
    if "services" in values:
        values["services"] = written_services(str(values["services"]))
    for field in {"tags", "homes"} & values.keys():
        values[field] = written_codes(str(values[field]))
    if section in {Section.OCCUPANCY, Section.METERING_REQUIREMENTS, Section.DRIVERS}:
        values = _with_days(values)
    if section is Section.OCCUPANCY:
        values = _occupancy(values)
        spots |= {("people", field): spot for field, spot in row.spots.items()}
    name = f"{section}[{values.get(_CODES.get(section, 'code'), row.number)}]"
    return WrittenEntry(section, values, Where(row.file, name, spots))


def _occupancy(values: dict[str, object]) -> dict[str, object]:
    people = {kind.value: values.pop(kind.value) for kind in PEOPLE if kind.value in values}
    return values | ({"people": people} if people else {})


def _with_days(values: dict[str, object]) -> dict[str, object]:
    """Return the values with days where Excel has midnights."""
    return {
        field: value.date()
        if field in {"valid_from", "valid_to", "licence_until"} and isinstance(value, datetime)
        else value
        for field, value in values.items()
    }
