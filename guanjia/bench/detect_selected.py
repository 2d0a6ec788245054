"""Which meters of a compound's file a rule watches, as it would once they are in the registry."""

from collections.abc import Iterator

from models.registry import Meter, SiteFile
from models.rules.selector import Selector
from models.traits import Traits


def selected(site: SiteFile, selector: Selector) -> frozenset[str]:
    """Return the codes of the meters that are selected.

    A selector that asks for institutions selects none: a file of one compound does not know what is above.
    """
    return frozenset(meter.code for meter in site.meters if selector.selects(_traits(site, meter)))


def _traits(site: SiteFile, meter: Meter) -> Traits:
    around = list(_around(site, meter.place))
    kinds = {place.code: place.kind for place in site.places}
    device = {device.code: device for device in site.devices}.get(meter.device_code)
    return Traits(
        meter.code,
        places=frozenset(around),
        place_kinds=frozenset(kinds[code] for code in around if code in kinds),
        device_kind=device.kind if device else None,
        medium=meter.medium,
        item=meter.item,
        level=meter.level,
        tags=frozenset((*meter.tags, *(device.tags if device else ()))),
    )


def _around(site: SiteFile, place: str | None) -> Iterator[str]:
    parents = {each.code: each.parent for each in site.places}
    while place is not None:
        yield place
        place = parents.get(place)
