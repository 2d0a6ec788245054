"""What console and API say to the dispatcher's desk, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from models.dispatch import CheckKind, Order, OrderChange, OrderState

PAGE: Final = 50
"""Orders on a page, unless asked otherwise."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Which orders are asked for; None or empty: any.

    `day` is a local day on which a vehicle is to be away; `text` stands somewhere in what an order says;
    `after` is where the page before ended.
    """

    states: tuple[OrderState, ...] = ()
    day: date | None = None
    plate: str = ""
    institution: str = ""
    text: str = ""
    after: tuple[datetime, int] | None = None
    limit: int = PAGE


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Orders from the latest planned beginning on, and what `after` of the next page is; None: the last."""

    orders: tuple[Order, ...]
    next: tuple[datetime, int] | None


@dataclass(frozen=True, slots=True)
class Driven:
    """An outing that belongs to an order; `ended_at` None: under way. Distance [m]."""

    started_at: datetime
    ended_at: datetime | None
    distance_m: float


@dataclass(frozen=True, slots=True)
class OrderFile:
    """An order with all there is of it; `steps` are the states into which who asks may bring it now."""

    order: Order
    institution_name: str
    institution_name_en: str
    driver_name: str
    timezone: str
    changes: tuple[OrderChange, ...]
    outings: tuple[Driven, ...]
    steps: tuple[OrderState, ...]

    @property
    def driven_m(self) -> float:
        """How far its outings went in all [m]."""
        return sum(each.distance_m for each in self.outings)


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody applies for; times as typed, local where they name no offset.

    `fence`, or `lon` and `lat` [degrees of WGS-84], or neither. `number` empty: the desk gives one. `key`
    tells whether it was said before: the same key enters nothing again.
    """

    institution: str
    purpose: str
    destination: str
    planned_from: str
    planned_to: str
    applicant: str = ""
    fence: str = ""
    lon: str = ""
    lat: str = ""
    passengers: str = ""
    number: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Into which state an order is to come; `seen` is the state it had for who decides, None: any.

    `plate` and `driver` count where vehicle and driver are assigned; empty: as the order has them.
    """

    to: OrderState
    note: str = ""
    plate: str = ""
    driver: str = ""
    seen: OrderState | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A vehicle or driver that may be sent; `busy` is the order it is sent for in that time, else empty."""

    code: str
    name: str
    busy: str


@dataclass(frozen=True, slots=True)
class Place:
    """A code with its names: an institution to apply for, a fence to go to."""

    code: str
    name: str
    name_en: str
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """One of the three checks of a day as it is written down; `day` as typed, empty `defects`: it passed."""

    plate: str
    day: str
    kind: CheckKind
    driver: str
    defects: str = ""


@dataclass(frozen=True, slots=True)
class MadeCheck:
    """A check that was made."""

    driver: str
    passed: bool
    defects: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class VehicleChecks:
    """The checks of one vehicle on a day by their kind; one that is missing was not made."""

    plate: str
    institution: str
    made: Mapping[CheckKind, MadeCheck]


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """Duty of a vehicle as it is registered; times as typed."""

    plate: str
    starts_at: str
    ends_at: str
    reason: str


@dataclass(frozen=True, slots=True)
class DutyTime:
    """Duty that a vehicle is registered for."""

    plate: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    registered_at: datetime
    registered_by: str
