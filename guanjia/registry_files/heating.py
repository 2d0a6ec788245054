"""Heating regions of sites, against the ones the calendar has seasons for."""

from collections.abc import Collection, Iterable, Iterator

from models.errors import Mistake
from models.registry_draft.written import WrittenEntry
from models.registry_state import Section


def unknown_regions(entries: Iterable[WrittenEntry], regions: Collection[str]) -> Iterator[Mistake]:
    """Yield sites in a heating region without seasons: its heat could never be judged."""
    for entry in entries:
        region = entry.values.get("heating")
        if entry.section is Section.SITE and region and str(region) not in regions:
            known = ", ".join(sorted(regions)) or "none yet"
            message = (
                f"there is no heating region {region}; the regions are {known}: correct it, add its seasons "
                "to heating.yaml of the calendar, or write null for a site without heating"
            )
            yield entry.where.mistake(("heating",), message)
