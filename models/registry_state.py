"""Everything the registry says at one moment: what a database holds, or what it will hold after an apply."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.factors import FactorSet, GridFactor
from models.quotas import Quota
from models.registry import (
    Device,
    Driver,
    Entry,
    Institution,
    Meter,
    MeteringRequirement,
    Occupancy,
    Place,
    Site,
    Vehicle,
    VirtualMeter,
)


class Section(StrEnum):
    """The parts of the registry, named as the top-level keys of its files."""

    FACTOR_SETS = "factor_sets"
    GRID_FACTORS = "grid_factors"
    QUOTAS = "quotas"
    INSTITUTIONS = "institutions"
    SITE = "site"
    PLACES = "places"
    OCCUPANCY = "occupancy"
    DEVICES = "devices"
    METERS = "meters"
    VIRTUAL_METERS = "virtual_meters"
    METERING_REQUIREMENTS = "metering_requirements"
    VEHICLES = "vehicles"
    DRIVERS = "drivers"


@dataclass(frozen=True, slots=True)
class Key:
    """Names one entry: its section and code (a place's for occupancy, the plate of a vehicle).

    A requirement's code is its `subject`. `since` tells apart the dated entries of one code: occupancy,
    installations, requirements, trackers.
    """

    section: Section
    code: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Registry:
    """The whole registry by code.

    What is dated stands in order of its beginning, and an end that is only where the next one
    begins is left out. `vehicles` holds one entry for each tracker a plate has carried; what else
    they say is the same in all of them.
    """

    factor_sets: Mapping[str, FactorSet] = field(default_factory=dict[str, FactorSet])
    grid_factors: Mapping[str, GridFactor] = field(default_factory=dict[str, GridFactor])
    quotas: Mapping[str, Quota] = field(default_factory=dict[str, Quota])
    institutions: Mapping[str, Institution] = field(default_factory=dict[str, Institution])
    sites: Mapping[str, Site] = field(default_factory=dict[str, Site])
    places: Mapping[str, Place] = field(default_factory=dict[str, Place])
    occupancy: Mapping[str, tuple[Occupancy, ...]] = field(default_factory=dict[str, tuple[Occupancy, ...]])
    devices: Mapping[str, Device] = field(default_factory=dict[str, Device])
    device_sites: Mapping[str, str] = field(default_factory=dict[str, str])
    meters: Mapping[str, Meter] = field(default_factory=dict[str, Meter])
    virtual_meters: Mapping[str, VirtualMeter] = field(default_factory=dict[str, VirtualMeter])
    metering_requirements: Mapping[str, tuple[MeteringRequirement, ...]] = field(
        default_factory=dict[str, tuple[MeteringRequirement, ...]]
    )
    vehicles: Mapping[str, tuple[Vehicle, ...]] = field(default_factory=dict[str, tuple[Vehicle, ...]])
    drivers: Mapping[str, Driver] = field(default_factory=dict[str, Driver])

    def section(self, section: Section) -> Mapping[str, Entry | tuple[Entry, ...]]:
        """Return what stands in one section."""
        name = "sites" if section is Section.SITE else section.value
        return getattr(self, name)

    def site_of(self, place: str) -> str | None:
        """Return the site at the root of a place's tree; None when the tree has no root, or a cycle."""
        return next((code for code in self._upwards(place) if code in self.sites), None)

    def zone_of_place(self, place: str) -> ZoneInfo | None:
        """Return the time zone of the site that a place lies in."""
        site = self.site_of(place)
        return ZoneInfo(self.sites[site].timezone) if site is not None else None

    def zone_of_device(self, device: str) -> ZoneInfo | None:
        """Return the time zone of the site whose topics a device publishes under."""
        site = self.sites.get(self.device_sites.get(device, ""))
        return ZoneInfo(site.timezone) if site is not None else None

    def institution_of(self, place: str) -> str | None:
        """Return the institution that a place belongs to: its own, or that of the nearest place around it."""
        for code in self._upwards(place):
            found = self.places.get(code) or self.sites.get(code)
            if found is not None and found.institution is not None:
                return found.institution
        return None

    def around(self, place: str) -> list[str]:
        """Return the places that a place lies in, nearest first, up to its site."""
        return list(self._upwards(place))[1:]

    def _upwards(self, place: str) -> Iterator[str]:
        seen: set[str] = set()
        code: str | None = place
        while code is not None and code not in seen:
            yield code
            seen.add(code)
            found = self.places.get(code)
            code = found.parent if found is not None else None
