"""Orders and findings as tables for a terminal, and as JSON for a program."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.table import Table

from analytics.dispatch.findings import Finding, FindingKind
from guanjia.dispatch.book import OrderBook
from guanjia.words import UNKNOWN, Words, number
from models.dispatch import Order, OrderChange
from storage.dispatch_tracks import VehicleNow

_UNITS = {
    FindingKind.NO_ORDER: "km",
    FindingKind.DEVIATION: "km",
    FindingKind.IN_TOWN: "km",
    FindingKind.EXEMPT: "km",
    FindingKind.LEFT_EARLY: "min",
    FindingKind.LEFT_LATE: "min",
    FindingKind.RETURNED_LATE: "min",
    FindingKind.LONG_STAY: "min",
    FindingKind.APPROVED_AFTERWARDS: "min",
}
"""Kinds whose value is shown; the others happened or did not."""

_NOW = ("vehicle", "where", "out since", "last seen", "order number", "remark")
_ORDER = (
    "order number",
    "state",
    "vehicle",
    "driver",
    "leaves",
    "is back",
    "destination",
    "purpose",
    "applicant",
)
_FINDING = ("time", "vehicle", "order number", "finding", "how much", "remark")


def local(at: datetime, zone: ZoneInfo) -> str:
    """Return local time to the minute."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def orders_table(book: OrderBook, orders: Iterable[Order], words: Words) -> Table:
    """Return orders, one a row."""
    table = _table(words, "Dispatch orders", _ORDER)
    for order in orders:
        zone = book.zone_of(order)
        table.add_row(
            order.number,
            words.name("order state", order.state),
            order.plate or UNKNOWN,
            order.driver or UNKNOWN,
            local(order.planned_from, zone),
            local(order.planned_to, zone),
            order.destination,
            order.purpose,
            order.applicant,
        )
    return table


def order_table(book: OrderBook, order: Order, words: Words) -> Table:
    """Return everything one order says."""
    zone = book.zone_of(order)
    place = order.fence or (UNKNOWN if order.lon is None else f"{order.lon:.6f}, {order.lat:.6f}")
    table = Table(title=f"{words.say('Dispatch order')} {order.number}", title_justify="left", box=None)
    for name, value in (
        ("institution", order.institution),
        ("state", words.name("order state", order.state)),
        ("applicant", order.applicant),
        ("purpose", order.purpose),
        ("destination", order.destination),
        ("place of the destination", place),
        ("leaves", local(order.planned_from, zone)),
        ("is back", local(order.planned_to, zone)),
        ("vehicle", order.plate or UNKNOWN),
        ("driver", order.driver or UNKNOWN),
        ("passengers", order.passengers or UNKNOWN),
    ):
        table.add_row(words.say(name), value)
    return table


def changes_table(book: OrderBook, order: Order, changes: Iterable[OrderChange], words: Words) -> Table:
    """Return what happened to an order."""
    table = _table(words, "What happened", ("time", "state", "who", "remark"))
    for change in changes:
        at = local(change.at, book.zone_of(order))
        table.add_row(at, words.name("order state", change.state), change.author, change.note)
    return table


def findings_table(book: OrderBook, findings: Sequence[Finding], words: Words) -> Table:
    """Return what does not fit."""
    table = _table(words, "Orders beside outings", _FINDING)
    for found in findings:
        zone = book.zones.get(found.institution, book.zone)
        unit = _UNITS.get(found.kind)
        table.add_row(
            local(found.at, zone) if found.day is None else str(found.day),
            found.plate or UNKNOWN,
            found.number or UNKNOWN,
            words.name("finding", found.kind),
            "" if unit is None else f"{number(found.value, 1 if unit == 'km' else 0)} {unit}",
            _remark(found, words),
        )
    return table


def vehicles_table(book: OrderBook, vehicles: Iterable[VehicleNow], words: Words) -> Table:
    """Return where every vehicle is, with its open order."""
    table = _table(words, "Vehicles now", _NOW)
    for one in vehicles:
        zone = book.zones.get(one.institution, book.zone)
        table.add_row(
            one.plate,
            words.name("vehicle now", _whereabouts(one)),
            UNKNOWN if one.out_since is None else local(one.out_since, zone),
            UNKNOWN if one.last_seen_at is None else local(one.last_seen_at, zone),
            one.order_number or UNKNOWN,
            words.say("should be back") if one.is_overdue else "",
        )
    return table


def _whereabouts(one: VehicleNow) -> str:
    if not one.has_home or one.last_seen_at is None:
        return "unknown"
    return "home" if one.out_since is None else "out"


def order_json(order: Order) -> dict[str, object]:
    """Return an order for a program; its number within this database is left out."""
    return {name: value for name, value in asdict(order).items() if name != "id"}


def finding_json(found: Finding) -> Mapping[str, object]:
    """Return a finding for a program, its value with the unit."""
    return asdict(found) | {"unit": _UNITS.get(found.kind, "1")}


def _remark(found: Finding, words: Words) -> str:
    if found.kind is FindingKind.CHECK_MISSING:
        return words.say(", ").join(words.name("daily check", kind) for kind in found.other.split())
    return found.other


def _table(words: Words, title: str, columns: Iterable[str]) -> Table:
    table = Table(title=words.say(title), title_justify="left", pad_edge=False, box=None)
    for name in columns:
        table.add_column(words.say(name), overflow="fold")
    return table
