"""One order with all there is of it, and who may drive for it."""

from collections.abc import Collection, Set
from typing import Final

from analytics.dispatch.matching import Gone, Tolerances, matched
from analytics.vehicles.outings import Leg
from guanjia.dispatch.book import OrderBook
from guanjia.dispatch.deciding import drivers_for
from guanjia.dispatch.observed import planned_of
from models.dispatch import Order, OrderState, following
from models.dispatch_desk import Choice, Driven, OrderFile, Place
from models.identity import Identity, Right
from storage import dispatch as stored
from storage import dispatch_desk as kept

_SLACK: Final = Tolerances().time


def order_file(book: OrderBook, order: Order, place: Place, who: Identity, own: Set[OrderState]) -> OrderFile:
    """Return an order with its history, its outings, and what who asks may do; `own`: without deciding."""
    names = {driver.code: driver.name for driver in stored.drivers(book.connection, order.institution)}
    may = who.may(Right.DISPATCH)
    return OrderFile(
        order,
        place.name,
        place.name_en,
        names.get(order.driver, order.driver),
        place.timezone,
        tuple(stored.changes(book.connection, order.id)),
        _driven(book, order) if order.state.covers else (),
        tuple(state for state in following(order.state) if may or state in own),
    )


def _driven(book: OrderBook, order: Order) -> tuple[Driven, ...]:
    """Return the outings that belong to an order, as `guanjia orders compare` takes them."""
    if order.plate is None:
        return ()
    begin, end = order.planned_from - _SLACK, order.planned_to + _SLACK
    rows = kept.outings(book.connection, order.plate, begin, end)
    gone = [
        Gone(
            order.institution,
            order.plate,
            row.started_at,
            row.seen_at,
            row.ended_at is not None,
            (Leg(row.started_at, row.seen_at, row.distance_m, 0.0),),
        )
        for row in rows
    ]
    own = matched([planned_of(book, order)], gone, _SLACK).of_order[0]
    return tuple(Driven(rows[n].started_at, rows[n].ended_at, rows[n].distance_m) for n in own)


def choices(book: OrderBook, order: Order, plates: Collection[str]) -> tuple[list[Choice], list[Choice]]:
    """Return the vehicles of `plates` and the drivers that may be sent for an order, those free first."""
    taken = kept.sent(book.connection, order.planned_from, order.planned_to, order.id)
    vehicles = {one.plate: one.number for one in taken}
    drivers = {
        one.driver_code or one.driver: one.number for one in taken if one.institution == order.institution
    }
    own = [Choice(plate, plate, vehicles.get(plate, "")) for plate in plates]
    people = [
        Choice(driver.code, driver.name, drivers.get(driver.code, "")) for driver in drivers_for(book, order)
    ]
    return _free_first(own), _free_first(people)


def _free_first(found: list[Choice]) -> list[Choice]:
    return sorted(found, key=lambda each: (bool(each.busy), each.code))
