"""One file of config/sites/."""

from models.registry.codes import Entry
from models.registry.devices import Device, Vehicle
from models.registry.institutions import Institution
from models.registry.meters import Meter
from models.registry.places import Occupancy, Place, Site


class SiteFile(Entry):
    """One file of config/sites/."""

    site: Site | None = None
    institutions: tuple[Institution, ...] = ()
    places: tuple[Place, ...] = ()
    occupancy: tuple[Occupancy, ...] = ()
    devices: tuple[Device, ...] = ()
    meters: tuple[Meter, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
