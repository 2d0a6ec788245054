"""The registry as people write it: sites with their institutions, places, people, meters and vehicles.

One `SiteFile` is one YAML file of config/sites/. These classes check one entry at a time; what spans entries
(a parent that does not exist, overlapping installations) is checked by `models.registry_checks`.
"""

from models.registry.codes import Code, Entry, Instant, NonNegative, Positive, Register, Zone
from models.registry.devices import Device, Vehicle
from models.registry.institutions import Contact, Institution, QuotaAssignment, ReportKind
from models.registry.kinds import (
    DeviceKind,
    InstitutionType,
    Language,
    Medium,
    PersonKind,
    PlaceKind,
    Protocol,
)
from models.registry.meters import Installation, Meter
from models.registry.places import Occupancy, Place, Site
from models.registry.requirements import MeteringRequirement
from models.registry.site_file import SiteFile
from models.registry.times import TimeOfDay
from models.registry.virtual_meters import VirtualMeter, VirtualPart

__all__ = [
    "Code",
    "Contact",
    "Device",
    "DeviceKind",
    "Entry",
    "Installation",
    "Instant",
    "Institution",
    "InstitutionType",
    "Language",
    "Medium",
    "Meter",
    "MeteringRequirement",
    "NonNegative",
    "Occupancy",
    "PersonKind",
    "Place",
    "PlaceKind",
    "Positive",
    "Protocol",
    "QuotaAssignment",
    "Register",
    "ReportKind",
    "Site",
    "SiteFile",
    "TimeOfDay",
    "Vehicle",
    "VirtualMeter",
    "VirtualPart",
    "Zone",
]
