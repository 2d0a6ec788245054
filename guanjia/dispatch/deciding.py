"""What people make of an order, and why it is refused."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from guanjia.dispatch.book import OrderBook
from guanjia.dispatch.sentences import refused
from guanjia.dispatch.trail import note_moved
from models.dispatch import Circumstances, Order, OrderChange, OrderRefusal, OrderState, step
from models.dispatch_desk import Step
from storage import dispatch as stored
from storage import dispatch_desk as kept
from storage.dispatch import DriverInfo


@dataclass(frozen=True, slots=True)
class Clash:
    """Why vehicle or driver cannot be sent, and the order that they are sent for."""

    refusal: OrderRefusal
    number: str


def decided(book: OrderBook, order: Order, wanted: Step, author: str, at: datetime) -> Order:
    """Bring an order into a state, with its vehicle and driver; return it as it is then.

    `at` is when it came there. It is held until the transaction ends, and judged as it is by then.

    Raises
    ------
    RefusedError
        Where it may not go there; it says why, and what to do.
    """
    stored.lock_order(book.connection, order.id)
    order = _as_it_is(book, order)
    if wanted.seen is not None and order.state not in {wanted.seen, wanted.to}:
        raise refused(OrderRefusal.CHANGED, order, wanted.to)
    order = replace(order, plate=wanted.plate or order.plate, driver=wanted.driver or order.driver)
    flaw, clash = None, None
    if wanted.to is OrderState.DISPATCHED:
        kept.take_turn(book.connection)
        flaw, clash = _driver_flaw(book, order), clash_of(book, order)
    when = Circumstances(
        author=author,
        note=wanted.note,
        has_vehicle=order.plate is not None,
        has_driver=bool(order.driver),
        in_town=book.is_in_town(order),
        driver_flaw=flaw,
        clash=clash and clash.refusal,
    )
    refusal = step(order.state, wanted.to, when)
    if refusal is not None:
        other = clash.number if clash is not None and refusal is clash.refusal else ""
        raise refused(refusal, order, wanted.to, other)
    stored.set_state(book.connection, order, wanted.to)
    change = OrderChange(at, author.strip(), order.state, wanted.to, wanted.note.strip())
    stored.add_change(book.connection, order.id, change, book.now)
    approved_at = at if wanted.to is OrderState.APPROVED else order.approved_at
    moved = replace(order, state=wanted.to, approved_at=approved_at)
    note_moved(book.connection, order, moved, author.strip())
    return moved


def _as_it_is(book: OrderBook, order: Order) -> Order:
    # since it was read somebody may have sent another vehicle for it
    found = kept.order_of(book.connection, [order.institution], order.id)
    if found is None:
        raise LookupError(f"no order {order.id}")
    return found


def clash_of(book: OrderBook, order: Order) -> Clash | None:
    """Return for which order the vehicle or the driver of this one are sent at the same time."""
    codes = {driver.code for driver in _named(book, order)}
    for one in kept.sent(book.connection, order.planned_from, order.planned_to, order.id):
        if one.plate == order.plate:
            return Clash(OrderRefusal.VEHICLE_BUSY, one.number)
        is_same = one.driver == order.driver or one.driver_code in codes
        if order.driver and one.institution == order.institution and is_same:
            return Clash(OrderRefusal.DRIVER_BUSY, one.number)
    return None


def drivers_for(book: OrderBook, order: Order) -> list[DriverInfo]:
    """Return the registered drivers who may drive for an order, all its time long."""
    first, last = _days(book, order)
    return [
        driver
        for driver in stored.drivers(book.connection, order.institution)
        if driver.valid_from <= first
        and (driver.valid_to is None or last < driver.valid_to)
        and driver.licence_until >= last
    ]


def _driver_flaw(book: OrderBook, order: Order) -> OrderRefusal | None:
    """Return what is wrong with the driver by the registry; an institution may register none."""
    known = stored.drivers(book.connection, order.institution)
    first, last = _days(book, order)
    there = [
        driver
        for driver in _named(book, order)
        if driver.valid_from <= first and (driver.valid_to is None or last < driver.valid_to)
    ]
    if known and not there:
        return OrderRefusal.UNKNOWN_DRIVER
    if there and all(driver.licence_until < last for driver in there):
        return OrderRefusal.LICENCE
    return None


def _named(book: OrderBook, order: Order) -> list[DriverInfo]:
    known = stored.drivers(book.connection, order.institution)
    return [driver for driver in known if order.driver in {driver.code, driver.name}]


def _days(book: OrderBook, order: Order) -> tuple[date, date]:
    zone = book.zone_of(order)
    return order.planned_from.astimezone(zone).date(), order.planned_to.astimezone(zone).date()
