"""Where outings led, beside where their orders lead to."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

import numpy as np

from analytics.dispatch.matching import Gone, Planned, Tolerances
from analytics.vehicles.areas import area
from analytics.vehicles.outings import Halt
from models.geofences import Geofence

_SEVERAL_DAYS: Final = timedelta(days=1)
_A_NIGHT: Final = timedelta(hours=6)
"""An order over several days has nights, and nobody orders a hotel with a fence."""


def deviation(order: Planned, own: Sequence[Gone], near_m: float) -> float | None:
    """Return how near [m] the outings of an order came to its destination; None: there, or nobody knows."""
    paths = [one.path for one in own]
    if order.destination is None or stopped_there(order, own, near_m) or any(path is None for path in paths):
        return None
    nearest_m = min(
        float(order.destination.away_m(path.lon, path.lat).min()) for path in paths if path is not None
    )
    return nearest_m if nearest_m > near_m else None


def went_there(one: Gone, order: Planned, near_m: float) -> bool:
    """Tell whether an outing led to the destination of an order in its time."""
    if order.destination is None or not one.overlaps(order.start, order.end):
        return False
    if one.path is None:
        return stopped_there(order, [one], near_m)
    return deviation(order, [one], near_m) is None


def stopped_there(order: Planned, own: Sequence[Gone], near_m: float) -> bool:
    """Tell whether a stop of the outings of an order lies at its destination: then no path need be known."""
    halts = [halt for one in own for halt in one.halts if not halt.is_home]
    if order.destination is None or not halts:
        return False
    lon, lat = np.array([halt.lon for halt in halts]), np.array([halt.lat for halt in halts])
    return bool((order.destination.away_m(lon, lat) <= near_m).any())


def long_stays(one: Gone, served: Sequence[Planned], tolerances: Tolerances) -> Iterator[Halt]:
    """Yield the stops away from home that last too long, far from every destination that it was to reach.

    An order without a place may lead anywhere: nothing is said of its stays.
    """
    if not served or any(order.destination is None for order in served):
        return
    has_nights = any(order.end - order.start > _SEVERAL_DAYS for order in served)
    for halt in one.halts:
        lasting = halt.end - halt.start
        if halt.is_home or lasting <= tolerances.stay or (has_nights and lasting >= _A_NIGHT):
            continue
        lon, lat = np.array([halt.lon]), np.array([halt.lat])
        away = [order.destination.away_m(lon, lat)[0] for order in served if order.destination is not None]
        if min(away) > tolerances.far_m:
            yield halt


def in_town(one: Gone, served: Sequence[Planned], zones: Sequence[Geofence]) -> bool:
    """Tell whether an outing lay wholly inside of a zone without dispatch, and no order allowed it.

    An order whose destination lies in the zone was approved all the same, with a note.
    """
    if one.path is None or not one.is_home or any(order.is_in_town for order in served):
        return False
    path = one.path
    return any(bool((area(zone).away_m(path.lon, path.lat) <= 0).all()) for zone in zones)
