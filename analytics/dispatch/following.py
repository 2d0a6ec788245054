"""What the leaving and coming home of its vehicle makes of an order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from analytics.dispatch.matching import Gone, Planned, matched
from models.dispatch import OrderState

Reached = tuple[OrderState, datetime]


def followed(
    state: OrderState, order: Planned, outings: Sequence[Gone], now: datetime, tolerance: timedelta
) -> list[Reached]:
    """Return the states an order comes into by its vehicle's outings, in order, and when.

    One that is dispatched is under way when the vehicle leaves. It is returned when the vehicle is home and
    the planned time is over but for the tolerance: who comes home at noon may leave again.
    """
    own = [outings[place] for place in matched([order], outings, tolerance).of_order[0]]
    if not own or state not in {OrderState.DISPATCHED, OrderState.UNDER_WAY}:
        return []
    reached: list[Reached] = []
    if state is OrderState.DISPATCHED:
        reached.append((OrderState.UNDER_WAY, own[0].start))
    end = max(one.end for one in own)
    if all(one.is_home for one in own) and max(end, now) >= order.end - tolerance:
        reached.append((OrderState.RETURNED, end))
    return reached
