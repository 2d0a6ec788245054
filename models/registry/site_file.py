"""One file of config/sites/."""

from models.registry.codes import Entry
from models.registry.devices import Device, Vehicle
from models.registry.drivers import Driver
from models.registry.institutions import Institution
from models.registry.meters import Meter
from models.registry.places import Occupancy, Place, Site
from models.registry.requirements import MeteringRequirement
from models.registry.virtual_meters import VirtualMeter


class SiteFile(Entry):
    """One file of config/sites/."""

    site: Site | None = None
    institutions: tuple[Institution, ...] = ()
    places: tuple[Place, ...] = ()
    occupancy: tuple[Occupancy, ...] = ()
    devices: tuple[Device, ...] = ()
    meters: tuple[Meter, ...] = ()
    virtual_meters: tuple[VirtualMeter, ...] = ()
    metering_requirements: tuple[MeteringRequirement, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    drivers: tuple[Driver, ...] = ()
