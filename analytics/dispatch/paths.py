"""Of which outings the fixes must be read: of those alone whose stops do not tell already where they led."""

from collections.abc import Iterator, Sequence

from analytics.dispatch.comparing import Compared
from analytics.dispatch.matching import Gone, Planned, Tolerances, matched
from analytics.dispatch.places import stopped_there


def need_paths(what: Compared, tolerances: Tolerances) -> set[int]:
    """Return of which outings, by their place, the comparison of orders asks for the path."""
    numbered = [(place, one) for place, one in enumerate(what.outings) if one.plate not in what.exempt]
    orders = [order for order in what.orders if order.plate not in what.exempt]
    found = matched(orders, [one for _, one in numbered], tolerances.time)
    free = [each for each, served in zip(numbered, found.of_outing, strict=True) if not served]
    needed: set[int] = set()
    for order, places in zip(orders, found.of_order, strict=True):
        if order.destination is None:
            continue
        own = [numbered[place] for place in places]
        near_m = tolerances.near_m
        if not own:
            # the first vehicle that was there is named: each is asked for itself
            asked = _at_that_time(order, free)
            needed |= {place for place, one in asked if not stopped_there(order, [one], near_m)}
        elif not stopped_there(order, [one for _, one in own], near_m):
            needed |= {place for place, _ in own}
    return needed


def _at_that_time(order: Planned, free: Sequence[tuple[int, Gone]]) -> Iterator[tuple[int, Gone]]:
    """Yield the outings without an order that may have been driven in place of one that was not."""
    for place, one in free:
        if one.institution == order.institution and one.overlaps(order.start, order.end):
            yield place, one
