"""Where a draft is put together: the registry's parts, open for writing."""

from collections.abc import Mapping, Sequence
from typing import cast
from zoneinfo import ZoneInfo

from models.errors import Mistake
from models.factors import FactorSet, GridFactor
from models.quotas import Quota
from models.registry import (
    Device,
    Driver,
    Installation,
    Institution,
    Meter,
    MeteringRequirement,
    Occupancy,
    Place,
    Site,
    Vehicle,
    VirtualMeter,
)
from models.registry_draft.dated import Laid, WrittenSpan, lay_spans, written_span
from models.registry_draft.entries import E, read_entry, with_zone
from models.registry_draft.written import Where, WrittenEntry
from models.registry_state import Key, Registry, Section


class Desk:
    """The parts of a registry while entries are laid over them; `now` shows them as they stand."""

    def __init__(self, before: Registry) -> None:
        self._factor_sets = dict(before.factor_sets)
        self._grid_factors = dict(before.grid_factors)
        self._quotas = dict(before.quotas)
        self._institutions = dict(before.institutions)
        self._sites = dict(before.sites)
        self._places = dict(before.places)
        self._occupancy = dict(before.occupancy)
        self._devices = dict(before.devices)
        self._device_sites = dict(before.device_sites)
        self._meters = dict(before.meters)
        self._virtual_meters = dict(before.virtual_meters)
        self._requirements = dict(before.metering_requirements)
        self._vehicles = dict(before.vehicles)
        self._drivers = dict(before.drivers)
        self.now = Registry(
            factor_sets=self._factor_sets,
            grid_factors=self._grid_factors,
            quotas=self._quotas,
            institutions=self._institutions,
            sites=self._sites,
            places=self._places,
            occupancy=self._occupancy,
            devices=self._devices,
            device_sites=self._device_sites,
            meters=self._meters,
            virtual_meters=self._virtual_meters,
            metering_requirements=self._requirements,
            vehicles=self._vehicles,
            drivers=self._drivers,
        )
        self.written: dict[Key, Where] = {}
        self.failed: set[Key] = set()
        self.mistakes: list[Mistake] = []

    def lay(self, entry: WrittenEntry) -> None:
        """Lay one entry that is known by a code of its own."""
        match entry.section:
            case (
                Section.FACTOR_SETS
                | Section.GRID_FACTORS
                | Section.QUOTAS
                | Section.INSTITUTIONS
                | Section.DRIVERS
            ):
                self._lay_of_no_site(entry)
            case Section.SITE:
                self._lay(Site, self._sites, entry, entry.values)
            case Section.PLACES:
                self._lay(Place, self._places, entry, entry.values)
            case Section.DEVICES:
                self._lay_device(entry)
            case Section.METERS:
                self._lay_meter(entry)
            case Section.VIRTUAL_METERS:
                self._lay(VirtualMeter, self._virtual_meters, entry, entry.values)
            case Section.OCCUPANCY | Section.METERING_REQUIREMENTS | Section.VEHICLES:
                raise ValueError(f"{entry.section} is laid by subject")

    def lay_occupancy(self, place: str, entries: Sequence[WrittenEntry]) -> None:
        """Lay the entries of one place over its history."""
        written = [written_span(Occupancy, "", each.values, each.where) for each in entries]
        spans, laid, mistakes = lay_spans(Occupancy, "", self._occupancy.get(place, ()), written)
        self._note(Section.OCCUPANCY, place, laid, mistakes)
        if spans:
            self._occupancy[place] = spans

    def lay_requirement(self, subject: str, entries: Sequence[WrittenEntry]) -> None:
        """Lay the entries about one institution, medium and level over the history of their numbers."""
        written = [written_span(MeteringRequirement, "", each.values, each.where) for each in entries]
        there = self._requirements.get(subject, ())
        spans, laid, mistakes = lay_spans(MeteringRequirement, "", there, written)
        self._note(Section.METERING_REQUIREMENTS, subject, laid, mistakes)
        if spans:
            self._requirements[subject] = spans

    def lay_vehicle(self, plate: str, entries: Sequence[WrittenEntry]) -> None:
        """Lay the entries of one plate over the trackers it has carried."""
        there = self._vehicles.get(plate, ())
        said: dict[str, object] = there[-1].model_dump(include=_SAID_OF_VEHICLE) if there else {}
        written: list[WrittenSpan] = []
        for entry in entries:
            values = said | self._local(entry, None)
            said = {name: values[name] for name in _SAID_OF_VEHICLE if name in values}
            written.append(written_span(Vehicle, "device", values, entry.where))
        spans, laid, mistakes = lay_spans(Vehicle, "device", there, written)
        self._note(Section.VEHICLES, plate, laid, mistakes)
        if laid:
            newest = next(span for span in spans if span.valid_from == laid[-1].begin)
            same = {name: getattr(newest, name) for name in _SAID_OF_VEHICLE}
            self._vehicles[plate] = tuple(span.model_copy(update=same) for span in spans)

    def _lay_of_no_site(self, entry: WrittenEntry) -> None:
        match entry.section:
            case Section.FACTOR_SETS:
                self._lay(FactorSet, self._factor_sets, entry, entry.values)
            case Section.GRID_FACTORS:
                self._lay(GridFactor, self._grid_factors, entry, entry.values)
            case Section.QUOTAS:
                self._lay(Quota, self._quotas, entry, entry.values)
            case Section.DRIVERS:
                self._lay(Driver, self._drivers, entry, entry.values)
            case _:
                self._lay(Institution, self._institutions, entry, entry.values)

    def _lay_device(self, entry: WrittenEntry) -> None:
        code = entry.values.get("code")
        if entry.implied_by is not None and code is None:
            meter = self._meters.get(entry.implied_by)
            code = entry.implied_by if meter is None else meter.device_code
        known = self._devices.get(str(code))
        if entry.implied_by is not None and known is None and "kind" not in entry.fallback:
            return
        values = dict(entry.fallback if known is None else {}) | self._local(entry, known)
        device = self._lay(Device, self._devices, entry, values | ({} if code is None else {"code": code}))
        if device is not None:
            self._settle_site(device, entry)

    def _settle_site(self, device: Device, entry: WrittenEntry) -> None:
        if device.place is not None:
            site = self.now.site_of(device.place)
        else:
            site = entry.site or self._device_sites.get(device.code)
            if site is None:
                message = "say where the device is: this file names no site that it would belong to"
                self.mistakes.append(entry.where.mistake(("place",), message))
        if site is not None:
            self._device_sites[device.code] = site

    def _lay_meter(self, entry: WrittenEntry) -> None:
        known = self._meters.get(str(entry.values.get("code")))
        values = dict(self._local(entry, known))
        installations = _maps(values.get("installations"))
        if installations is not None:
            del values["installations"]
        meter = self._lay(Meter, self._meters, entry, values)
        if installations is None:
            return
        written = [
            written_span(Installation, "serial", each, entry.where.inside("installations", place))
            for place, each in enumerate(installations)
        ]
        there = known.installations if known is not None else ()
        spans, laid, mistakes = lay_spans(Installation, "serial", there, written)
        code = str(entry.values.get("code"))
        self._note(Section.METERS, code, laid, mistakes)
        if meter is not None:
            self._meters[meter.code] = meter.model_copy(update={"installations": spans})

    def _lay(
        self, model: type[E], table: dict[str, E], entry: WrittenEntry, values: Mapping[str, object]
    ) -> E | None:
        code = str(values.get("code", "")).strip()
        key = Key(entry.section, code)
        if code and entry.implied_by is None and self._is_twice(key, entry):
            return None
        result = read_entry(model, table.get(code), values, entry.where)
        self.written.setdefault(key, entry.where)
        if isinstance(result, list):
            self.mistakes += result
            self.failed.add(key)
            return None
        table[code] = result
        return result

    def _is_twice(self, key: Key, entry: WrittenEntry) -> bool:
        first = self.written.get(key)
        if first is None:
            return False
        place = self._places.get(key.code) if key.section is Section.PLACES else None
        parent = entry.values.get("parent")
        if place is not None and parent != place.parent:
            message = f"a place stands in one tree: here under {parent}, at {first} under {place.parent}"
            self.mistakes.append(entry.where.mistake(("parent",), message))
        else:
            message = f"{key.code} is written twice, here and at {first}: keep one of them"
            self.mistakes.append(entry.where.mistake(("code",), message))
        return True

    def _note(self, section: Section, code: str, laid: Sequence[Laid], mistakes: Sequence[Mistake]) -> None:
        self.mistakes += mistakes
        if mistakes:
            self.failed.add(Key(section, code))
        for each in laid:
            first = self.written.get(key := Key(section, code, each.begin))
            if first is not None:
                message = f"{code} has two entries that begin then, here and at {first}: keep one of them"
                self.mistakes.append(each.where.mistake(("valid_from",), message))
            self.written[key] = each.where

    def _local(self, entry: WrittenEntry, known: Device | Meter | None) -> dict[str, object]:
        """Return the values with instants that lack an offset taken in the time zone of the entry's site."""
        place = entry.values.get("place", known.place if known is not None else None)
        zone = (
            self.now.zone_of_place(str(place or entry.fallback.get("place")))
            or self.now.zone_of_device(str(entry.values.get("device")))
            or self._only_zone(entry.site)
        )
        return cast("dict[str, object]", with_zone(entry.values, zone))

    def _only_zone(self, site: str | None) -> ZoneInfo:
        zones = {each.timezone for each in self._sites.values()}
        named = self._sites.get(site or "")
        if named is not None:
            return ZoneInfo(named.timezone)
        # with several zones to choose from, the unknown place or device is the mistake that will be told
        return ZoneInfo(zones.pop()) if len(zones) == 1 else ZoneInfo("UTC")


_SAID_OF_VEHICLE = {
    "type",
    "fuel",
    "duty",
    "institution",
    "services",
    "homes",
    "exempt",
    "tank_litres",
    "tags",
}


def _maps(value: object) -> list[Mapping[str, object]] | None:
    """Return `value` as a list of maps; None where it is none, for the model to say so."""
    if not isinstance(value, list | tuple):
        return None
    items = cast("Sequence[object]", value)
    maps = [cast("Mapping[str, object]", item) for item in items if isinstance(item, Mapping)]
    return maps if len(maps) == len(items) else None
