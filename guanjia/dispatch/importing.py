"""Orders come in from CSV files: a bad line is named, and the rest goes in."""

from dataclasses import dataclass
from pathlib import Path

from guanjia.dispatch.book import OrderBook, among
from guanjia.dispatch.order_lines import HEADS, NEEDED, Written, same, written
from guanjia.dispatch.table import Line, lines
from guanjia.dispatch.trail import note_entered
from models.dispatch import OrderChange, OrderState
from models.errors import Mistake
from storage import dispatch as stored
from storage.dispatch import Asked

_COMPARED = (
    "applicant",
    "purpose",
    "destination",
    "fence",
    "lon",
    "lat",
    "planned_from",
    "planned_to",
    "passengers",
)


@dataclass(frozen=True, slots=True)
class Imported:
    """How many orders are new, how many were there already, and what is wrong with the lines left out."""

    entered: int
    known: int
    mistakes: tuple[Mistake, ...]


def import_orders(book: OrderBook, path: Path, institution: str | None, author: str) -> Imported:
    """Enter the orders of a file. The same file again changes nothing, nor does it bring a state back.

    Raises
    ------
    ConfigError
        Where the file cannot be read at all, or lacks a column.
    """
    entered = known = 0
    mistakes: list[Mistake] = []
    found_lines = lines(path, HEADS, NEEDED)
    stored.lock_imports(book.connection)
    for line in found_lines:
        found = _order(book, line, institution)
        if not isinstance(found, Written):
            mistakes += found
        elif _enter(book, found, author):
            entered += 1
        elif (conflict := _conflict(book, line, found)) is None:
            known += 1
        else:
            mistakes.append(conflict)
    return Imported(entered, known, tuple(mistakes))


def _order(book: OrderBook, line: Line, institution: str | None) -> Written | list[Mistake]:
    owner = _owner(book, line, institution)
    if isinstance(owner, Mistake):
        return [owner]
    found = written(line, owner, book.zones[owner])
    if not isinstance(found, Written):
        return found
    order = found.order
    wrong: list[Mistake] = []
    if order.plate is not None and order.plate not in book.vehicles:
        message = f"no vehicle {order.plate} in the registry{among(book.vehicles)}"
        wrong.append(line.mistake("plate", message))
    if order.fence and order.fence not in book.fences:
        message = f"no fence {order.fence} in config/geofences/{among(book.fences)}"
        wrong.append(line.mistake("fence", message))
    if order.state.covers and book.is_in_town(order):
        message = (
            f"{order.destination} lies in the zone without dispatch (四至范围): leave the state empty, and"
            " approve the order with --note and the reason, or refuse it"
        )
        wrong.append(line.mistake("state", message))
    return wrong or found


def _owner(book: OrderBook, line: Line, institution: str | None) -> str | Mistake:
    """Return whose order it is: as the line says, the command, its vehicle, or there is but one."""
    vehicle = book.vehicles.get(line.cells.get("plate", ""))
    said = line.cells.get("institution") or institution or (vehicle.institution if vehicle else None)
    if said is None and len(book.zones) == 1:
        said = next(iter(book.zones))
    if said is None:
        return line.mistake("institution", "say whose order it is: in this column, or with --institution")
    if said not in book.zones:
        return line.mistake("institution", f"no institution {said} in the registry{among(book.zones)}")
    return said


def _enter(book: OrderBook, found: Written, author: str) -> bool:
    """Enter an order with the states it came through; tell whether it is new."""
    number = stored.enter(book.connection, found.order)
    if number is None:
        return False
    approved_at = found.approved_at or book.now
    changes = [OrderChange(book.now, author, None, OrderState.APPLIED)]
    if found.order.state.covers:
        note = "in the file that was imported"
        changes.append(
            OrderChange(approved_at, found.approved_by, OrderState.APPLIED, OrderState.APPROVED, note)
        )
    if found.order.state is OrderState.DISPATCHED:
        changes.append(OrderChange(book.now, author, OrderState.APPROVED, OrderState.DISPATCHED))
    for change in changes:
        stored.add_change(book.connection, number, change, book.now)
    note_entered(book.connection, found.order, author)
    return True


def _conflict(book: OrderBook, line: Line, found: Written) -> Mistake | None:
    """Return what an order that is there says otherwise."""
    asked = Asked(number=found.order.number, institution=found.order.institution)
    (known,) = stored.orders(book.connection, asked)
    if same(known, found.order):
        return None
    fields = [name for name in _COMPARED if getattr(known, name) != getattr(found.order, name)]
    return line.mistake(
        "number",
        f"order {known.number} is there with another {', '.join(fields)}: give this one a number of its own,"
        " or cancel that one first and enter the change under a new number",
    )
