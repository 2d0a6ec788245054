"""Checks across entries: what no single entry can know.

The rules, and why meters of one tree must share medium and unit, stand in docs/how-to/registry.md.
"""

from itertools import chain

from models.errors import Mistake
from models.registry_checks import (
    areas,
    drivers,
    headcounts,
    institutions,
    jumps,
    metering,
    moments,
    references,
    standards,
    trees,
    virtual_meters,
)
from models.registry_draft.draft import Draft

_CHECKS = (
    references.unknown_codes,
    references.ambiguous_codes,
    trees.cycles,
    trees.moved_places,
    trees.sites_among_places,
    moments.overlaps,
    moments.shared_trackers,
    metering.tree_mistakes,
    metering.shared_registers,
    metering.register_mistakes,
    metering.gateways_and_trackers,
    virtual_meters.virtual_mistakes,
    areas.heated_beyond_area,
    institutions.institution_mistakes,
    standards.factor_mistakes,
    standards.quota_mistakes,
)

_NOTICES = (
    metering.bare_meters,
    areas.zero_areas,
    areas.overfull_places,
    headcounts.missing_headcounts,
    jumps.jumps,
    drivers.duty_of_drivers,
)


def mistakes_across(draft: Draft) -> list[Mistake]:
    """Return the mistakes of the written entries among themselves and with what is there."""
    return list(chain.from_iterable(check(draft) for check in _CHECKS))


def notices_across(draft: Draft) -> list[Mistake]:
    """Return what somebody should look at, though it keeps nothing from being applied."""
    return list(dict.fromkeys(chain.from_iterable(check(draft) for check in _NOTICES)))
