"""What runs through a meter and through none below it: a leak shows there, and only there."""

from collections.abc import Mapping, Sequence

import numpy as np

from analytics.detection.nights import NightHours
from analytics.registers import Floats

STAND_IN_NIGHTS = 14
"""A night hour nobody measured is taken for the median of so many nights before it."""


def own_flow(nights: NightHours, parents: Mapping[int, int]) -> Floats:
    """Take what runs through the meters below out of each meter.

    A leak shows at its meter and at all above it. In what is left of each, it shows once: at the deepest
    meter that it runs through.

    Parameters
    ----------
    nights : NightHours
        Night hours of the meters of one tree, or of several.
    parents : mapping of int to int
        The meter above each that has one.

    Returns
    -------
    (m, n, 6) float64
        [unit of the quantity per hour]; NaN where the meter itself is not measured. Where one below it is
        not, the median of its last 14 measured nights stands in; before there is any, 0: what it counts is
        the meter's own then, on every night alike.

    Examples
    --------
    A main of 90 L/h over meters of 50 and 30 L/h has 10 L/h of its own.
    """
    row = {meter: place for place, meter in enumerate(nights.meters)}
    own = nights.flow.copy()
    for meter, parent in parents.items():
        if meter in row and parent in row:
            own[row[parent]] -= _filled(nights.flow[row[meter]])
    return own


def below(meters: Sequence[int], parents: Mapping[int, int]) -> frozenset[int]:
    """Return those of the meters that have another of them below."""
    known = set(meters)
    return frozenset(parent for meter, parent in parents.items() if meter in known and parent in known)


def _filled(flow: Floats) -> Floats:
    """Put a stand-in wherever a meter was not measured."""
    missing = np.isnan(flow)
    if not missing.any():
        return flow
    filled, known = flow.copy(), np.flatnonzero(~missing.all(axis=1))
    levels = np.array([np.nanmedian(flow[night]) for night in known])
    for night in np.flatnonzero(missing.any(axis=1)):
        before = int(np.searchsorted(known, night))
        earlier = levels[max(before - STAND_IN_NIGHTS, 0) : before]
        filled[night, missing[night]] = np.median(earlier) if len(earlier) else 0.0
    return filled
