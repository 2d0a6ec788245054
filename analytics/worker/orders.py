"""Take the orders of a vehicle further when it leaves and comes home, in the transaction of its outings."""

from datetime import datetime

from analytics.dispatch.following import followed
from analytics.dispatch.matching import Gone, Planned, Tolerances
from models.dispatch import OrderState
from storage import following
from storage.consumption import Connection

_TOLERANCE = Tolerances().time


def follow(connection: Connection, vehicle: int, now: datetime) -> None:
    """Set orders under way and returned as the outings of a locked vehicle say."""
    orders = following.orders(connection, vehicle)
    if not orders:
        return
    since = min(order.planned_from for order in orders) - _TOLERANCE
    spans = following.outings(connection, vehicle, since)
    for row in orders:
        order = Planned(row.institution, row.number, row.plate, row.planned_from, row.planned_to)
        own = [Gone(row.institution, row.plate, one.started_at, one.seen_at, one.is_home) for one in spans]
        was = row.state
        for state, at in followed(OrderState(row.state), order, own, now, _TOLERANCE):
            following.follow(connection, row, (was, state, at), now)
            was = state.value
