"""Every resource of the API, declared."""

from collections.abc import Mapping

from web.api.catalogue.affairs import AFFAIRS
from web.api.catalogue.dispatch import DISPATCH
from web.api.catalogue.meters import METERS
from web.api.catalogue.places import PLACES
from web.api.catalogue.vehicles import VEHICLES
from web.api.resource import Resource

RESOURCES: Mapping[str, Resource] = {
    resource.path: resource for resource in (*PLACES, *METERS, *AFFAIRS, *VEHICLES, *DISPATCH)
}
"""By path below /api/v1, in the order of the documentation."""
