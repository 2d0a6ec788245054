"""Dispatch orders (派车单): what one says, the states it goes through, and why it does not go further."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

FOLLOWER: Final = "guanjia"
"""Who sets an order under way or returned because its vehicle left or came home."""


class OrderState(StrEnum):
    """Where an order has come to."""

    APPLIED = "applied"
    APPROVED = "approved"
    REFUSED = "refused"
    DISPATCHED = "dispatched"
    """A vehicle and a driver are assigned."""
    UNDER_WAY = "under_way"
    RETURNED = "returned"
    CHECKED = "checked"
    """Somebody took the vehicle back and looked the order through."""
    CANCELLED = "cancelled"

    @property
    def covers(self) -> bool:
        """Whether a person approved that the vehicle drives."""
        return self in _APPROVED


_APPROVED: Final = frozenset(
    {
        OrderState.APPROVED,
        OrderState.DISPATCHED,
        OrderState.UNDER_WAY,
        OrderState.RETURNED,
        OrderState.CHECKED,
    }
)
_WAY: Final = (
    OrderState.APPLIED,
    OrderState.APPROVED,
    OrderState.DISPATCHED,
    OrderState.UNDER_WAY,
    OrderState.RETURNED,
    OrderState.CHECKED,
)
_BEFORE_LEAVING: Final = frozenset({OrderState.APPLIED, OrderState.APPROVED, OrderState.DISPATCHED})


class OrderRefusal(StrEnum):
    """Why an order stays as it is."""

    ALREADY = "already"
    """It is in that state."""
    ENDED = "ended"
    """It was refused, cancelled or checked: nothing follows."""
    TOO_EARLY = "too_early"
    """Another state comes before that one."""
    TOO_LATE = "too_late"
    """It is past that state."""
    NO_AUTHOR = "no_author"
    """Nobody says who it was."""
    NO_NOTE = "no_note"
    """It is refused or cancelled without a reason."""
    NO_VEHICLE = "no_vehicle"
    """No vehicle is assigned."""
    NO_DRIVER = "no_driver"
    """No driver is assigned."""
    IN_TOWN = "in_town"
    """Its destination lies in the zone without dispatch, and no note says why it is approved all the same."""
    UNKNOWN_DRIVER = "unknown_driver"
    """The institution registers its drivers, and this one is not among them, or not at that time."""
    LICENCE = "licence"
    """The driver's licence expires before the vehicle is to be back."""
    VEHICLE_BUSY = "vehicle_busy"
    """The vehicle is sent for another order in that time, and no note says why it drives for both."""
    DRIVER_BUSY = "driver_busy"
    """The same of the driver."""
    CHANGED = "changed"
    """Somebody brought it into another state since the one who decides looked."""

    @property
    def field(self) -> str:
        """What is to be entered otherwise: note, plate or driver; empty: the order itself is in the way."""
        return _FIELDS.get(self, "")


_FIELDS: Final = {
    OrderRefusal.NO_NOTE: "note",
    OrderRefusal.IN_TOWN: "note",
    OrderRefusal.NO_VEHICLE: "plate",
    OrderRefusal.VEHICLE_BUSY: "plate",
    OrderRefusal.NO_DRIVER: "driver",
    OrderRefusal.UNKNOWN_DRIVER: "driver",
    OrderRefusal.LICENCE: "driver",
    OrderRefusal.DRIVER_BUSY: "driver",
}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What counts beside the state when an order is to go on; `in_town`: its destination lies in the zone.

    `driver_flaw`: what is wrong with the driver by the registry. `clash`: that vehicle or driver are sent
    elsewhere in that time; a note excuses it.
    """

    author: str
    note: str = ""
    has_vehicle: bool = False
    has_driver: bool = False
    in_town: bool = False
    driver_flaw: OrderRefusal | None = None
    clash: OrderRefusal | None = None


def following(state: OrderState) -> tuple[OrderState, ...]:
    """Return the states into which an order may go from one, in order of the class."""
    return tuple(to for to in OrderState if _out_of_order(state, to) is None)


def preceding(to: OrderState) -> OrderState:
    """Return the state from which an order comes into one on its way; the one itself where none does."""
    return _WAY[max(_WAY.index(to) - 1, 0)] if to in _WAY else to


def step(state: OrderState, to: OrderState, when: Circumstances) -> OrderRefusal | None:
    """Return why an order may not go from one state to another; None: it may."""
    return _out_of_order(state, to) or _lacking(to, when)


def _out_of_order(state: OrderState, to: OrderState) -> OrderRefusal | None:
    if state is to:
        return OrderRefusal.ALREADY
    if state not in _WAY[:-1]:
        return OrderRefusal.ENDED
    if to is OrderState.CANCELLED:
        return None if state in _BEFORE_LEAVING else OrderRefusal.TOO_LATE
    if to is OrderState.REFUSED:
        return None if state is OrderState.APPLIED else OrderRefusal.TOO_LATE
    return _along_the_way(_WAY.index(to) - _WAY.index(state), state, to)


def _along_the_way(steps: int, state: OrderState, to: OrderState) -> OrderRefusal | None:
    # a vehicle that was never seen leaving may come back
    if steps == 1 or (state is OrderState.DISPATCHED and to is OrderState.RETURNED):
        return None
    return OrderRefusal.TOO_EARLY if steps > 1 else OrderRefusal.TOO_LATE


def _lacking(to: OrderState, when: Circumstances) -> OrderRefusal | None:
    if not when.author.strip():
        return OrderRefusal.NO_AUTHOR
    has_note = bool(when.note.strip())
    match to:
        case OrderState.REFUSED | OrderState.CANCELLED:
            return None if has_note else OrderRefusal.NO_NOTE
        case OrderState.APPROVED:
            return OrderRefusal.IN_TOWN if when.in_town and not has_note else None
        case OrderState.DISPATCHED:
            return _lacking_for_the_road(when)
        case _:
            return None


def _lacking_for_the_road(when: Circumstances) -> OrderRefusal | None:
    if not when.has_vehicle:
        return OrderRefusal.NO_VEHICLE
    if not when.has_driver:
        return OrderRefusal.NO_DRIVER
    return when.driver_flaw or (None if when.note.strip() else when.clash)


@dataclass(frozen=True, slots=True)
class Order:
    """A dispatch order as it is stored; `id` 0: it is not yet.

    `destination` is its name; where it is, is said by the code of a `fence`, by `lon` and `lat` (WGS-84
    [degrees]), or by neither. `plate` None and `driver` empty: not assigned yet. `approved_at` None: not
    approved.
    """

    id: int
    institution: str
    number: str
    applicant: str
    purpose: str
    destination: str
    fence: str
    lon: float | None
    lat: float | None
    planned_from: datetime
    planned_to: datetime
    plate: str | None
    driver: str
    passengers: str
    state: OrderState = OrderState.APPLIED
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderChange:
    """That an order came into a state at an instant; `was` None: it was entered."""

    at: datetime
    author: str
    was: OrderState | None
    state: OrderState
    note: str = ""


class CheckKind(StrEnum):
    """The three checks of a day on which a vehicle drives (三检)."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
