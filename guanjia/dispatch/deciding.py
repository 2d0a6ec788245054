"""What people make of an order, and why it is refused."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from guanjia.dispatch.book import OrderBook
from models.dispatch import Circumstances, Order, OrderChange, OrderRefusal, OrderState, step
from models.errors import GuanjiaError
from storage import dispatch as stored

_REMEDIES: Final = {
    OrderRefusal.ALREADY: "it is {to} already",
    OrderRefusal.ENDED: "it is {state}: nothing follows; enter a new order",
    OrderRefusal.TOO_EARLY: "it is {state}: it must be {before} before it can be {to}",
    OrderRefusal.TOO_LATE: "it is {state}: too late to be {to}",
    OrderRefusal.NO_AUTHOR: "say with --by who decides: an empty name is nobody",
    OrderRefusal.NO_NOTE: "say with --note why it is {to}",
    OrderRefusal.NO_VEHICLE: "name the vehicle with --vehicle PLATE",
    OrderRefusal.NO_DRIVER: "name the driver with --driver",
    OrderRefusal.IN_TOWN: (
        "its destination {destination} lies in the zone without dispatch (四至范围), where no vehicle is"
        " sent: refuse it, or approve it all the same with --note and the reason"
    ),
    OrderRefusal.UNKNOWN_DRIVER: (
        "{driver} is no driver of {institution} at that time: register the driver, or name another with"
        " --driver"
    ),
    OrderRefusal.LICENCE: (
        "the licence of {driver} expires before the vehicle is to be back: name another with --driver"
    ),
}
_BEFORE: Final = {
    OrderState.APPROVED: OrderState.APPLIED,
    OrderState.DISPATCHED: OrderState.APPROVED,
    OrderState.UNDER_WAY: OrderState.DISPATCHED,
    OrderState.RETURNED: OrderState.UNDER_WAY,
    OrderState.CHECKED: OrderState.RETURNED,
}


def decided(book: OrderBook, order: Order, to: OrderState, author: str, note: str, at: datetime) -> Order:
    """Bring an order into a state, with its vehicle and driver; return it as it is then.

    Raises
    ------
    GuanjiaError
        Where it may not go there; the message says why, and what to do.
    """
    order = replace(order, state=stored.lock_order(book.connection, order.id))
    when = Circumstances(
        author=author,
        note=note,
        has_vehicle=order.plate is not None,
        has_driver=bool(order.driver),
        in_town=book.is_in_town(order),
        driver_flaw=_driver_flaw(book, order) if to is OrderState.DISPATCHED else None,
    )
    refusal = step(order.state, to, when)
    if refusal is not None:
        raise GuanjiaError(f"order {order.number}: {_sentence(refusal, order, to)}")
    stored.set_state(book.connection, order, to)
    change = OrderChange(at, author.strip(), order.state, to, note.strip())
    stored.add_change(book.connection, order.id, change, book.now)
    return replace(order, state=to)


def _driver_flaw(book: OrderBook, order: Order) -> OrderRefusal | None:
    """Return what is wrong with the driver by the registry; an institution may register none."""
    known = stored.drivers(book.connection, order.institution)
    zone = book.zone_of(order)
    first, last = (at.astimezone(zone).date() for at in (order.planned_from, order.planned_to))
    named = [driver for driver in known if order.driver in {driver.code, driver.name}]
    there = [
        driver
        for driver in named
        if driver.valid_from <= first and (driver.valid_to is None or last < driver.valid_to)
    ]
    if known and not there:
        return OrderRefusal.UNKNOWN_DRIVER
    if there and all(driver.licence_until < last for driver in there):
        return OrderRefusal.LICENCE
    return None


def _sentence(refusal: OrderRefusal, order: Order, to: OrderState) -> str:
    return _REMEDIES[refusal].format(
        state=order.state.replace("_", " "),
        to=to.replace("_", " "),
        before=_BEFORE.get(to, order.state).replace("_", " "),
        destination=order.destination,
        driver=order.driver,
        institution=order.institution,
    )
