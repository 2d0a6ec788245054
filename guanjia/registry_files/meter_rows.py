"""Rows of the sheet of meters: one row an installation, rows of one meter together one entry."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from guanjia.registry_files.columns import INSTALLATION, MEDIA
from guanjia.registry_files.lists import written_codes
from guanjia.registry_files.rows import Row
from models.errors import Mistake
from models.registry import DeviceKind, Medium
from models.registry_draft.written import Path, Spot, Where, WrittenEntry
from models.registry_state import Section

_KINDS: Mapping[Medium, DeviceKind] = {
    Medium.WATER: DeviceKind.WATER_METER,
    Medium.RECLAIMED_WATER: DeviceKind.WATER_METER,
    Medium.ELECTRICITY: DeviceKind.ENERGY_MONITOR,
    Medium.GAS: DeviceKind.GAS_METER,
    Medium.HEAT: DeviceKind.HEAT_METER,
}


def meter_entries(rows: Sequence[Row], mistakes: list[Mistake]) -> list[WrittenEntry]:
    """Return the meters of the rows and the devices they imply, and note what contradicts itself."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        code = row.values.get("code")
        if code is None:
            spot = row.spots.get("code", Spot(row.number))
            message = "which meter is this row about? Fill in its code"
            mistakes.append(Mistake(row.file, row.number, f"meter ({spot.cell})", message))
        else:
            groups[str(code)].append(row)
    entries: list[WrittenEntry] = []
    for code, group in groups.items():
        mistakes += _contradictions(code, group)
        meter = _meter(code, group)
        entries += [_device(code, group, meter), meter]
    return entries


def _meter(code: str, rows: Sequence[Row]) -> WrittenEntry:
    values: dict[str, object] = {}
    spots: dict[Path, Spot] = {(): Spot(rows[0].number)}
    installations: list[dict[str, object]] = []
    for row in rows:
        for field, value in _own(row).items():
            values.setdefault(field, value)
            spots.setdefault((field,), row.spots[field])
        installed = {field: row.values[field] for field in INSTALLATION if field in row.values}
        if installed:
            at = ("installations", len(installations))
            spots[at] = Spot(row.number)
            spots |= {(*at, name): row.spots[name] for name in INSTALLATION if name in row.spots}
            installations.append(installed)
    for field, spot in rows[0].spots.items():
        spots.setdefault((field,), spot)
    if installations:
        values["installations"] = installations
    return WrittenEntry(Section.METERS, values, Where(rows[0].file, f"meters[{code}]", spots))


def _own(row: Row) -> dict[str, object]:
    """Return what a row says of the meter itself."""
    apart = {*INSTALLATION, "interval_minutes"}
    values = {field: value for field, value in row.values.items() if field not in apart}
    if "medium" in values:
        values["medium"] = MEDIA.get(str(values["medium"]), values["medium"])
    for field in {"serves", "tags"} & values.keys():
        values[field] = written_codes(str(values[field]))
    return values


def _device(code: str, rows: Sequence[Row], meter: WrittenEntry) -> WrittenEntry:
    """Return the device that the rows imply: a sheet of meters alone is enough to begin with."""
    values = {"code": meter.values["device"]} if "device" in meter.values else {}
    for row in rows:
        if "interval_minutes" in row.values:
            values["interval_minutes"] = row.values["interval_minutes"]
    medium = str(meter.values.get("medium", ""))
    fallback: dict[str, object] = {}
    if medium in list(Medium):
        fallback = {
            "kind": _KINDS[Medium(medium)],
            "place": meter.values.get("place"),
            "name": meter.values.get("name", ""),
        }
    where = Where(rows[0].file, f"devices[{meter.values.get('device', code)}]", meter.where.spots)
    return WrittenEntry(Section.DEVICES, values, where, implied_by=code, fallback=fallback)


def _contradictions(code: str, rows: Sequence[Row]) -> list[Mistake]:
    first: dict[str, tuple[object, int]] = {}
    mistakes: list[Mistake] = []
    for row in rows:
        for field, value in row.values.items():
            if field in INSTALLATION:
                continue
            said, number = first.setdefault(field, (value, row.number))
            if said != value:
                message = f"{value} here, {said} in row {number}: rows of one meter must agree"
                name = f"meters[{code}].{field} ({row.spots[field].cell})"
                mistakes.append(Mistake(row.file, row.number, name, message))
    return mistakes
