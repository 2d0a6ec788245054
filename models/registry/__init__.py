"""The registry as people write it: sites with their institutions, places, people, meters and vehicles.

One `SiteFile` is one YAML file of config/sites/. These classes check one entry at a time; what spans entries
(a parent that does not exist, overlapping installations) is checked by `models.registry_checks`.
"""

from models.registry.codes import Code, Entry, Instant, NonNegative, Positive, Register, Tags, TimeOfDay, Zone
from models.registry.contacts import MAIL, Contact, QuietHours, ReportKind
from models.registry.devices import Device, Service, Vehicle
from models.registry.drivers import Driver
from models.registry.duty import DutyTurn, Turn
from models.registry.institutions import Institution, QuotaAssignment
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
from models.registry.virtual_meters import VirtualMeter, VirtualPart

__all__ = [
    "MAIL",
    "Code",
    "Contact",
    "Device",
    "DeviceKind",
    "Driver",
    "DutyTurn",
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
    "QuietHours",
    "QuotaAssignment",
    "Register",
    "ReportKind",
    "Service",
    "Site",
    "SiteFile",
    "Tags",
    "TimeOfDay",
    "Turn",
    "Vehicle",
    "VirtualMeter",
    "VirtualPart",
    "Zone",
]
