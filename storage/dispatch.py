"""Dispatch orders in the database: what they say, what happened to them, duty, daily checks."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

import psycopg
from psycopg.rows import class_row

from models.dispatch import CheckKind, Order, OrderChange, OrderState
from storage.database import query

_LOCK = 0x6F7264
"""Advisory lock of whoever takes in a file: two in other orders of lines would wait for each other."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which orders are asked for; None: any. They are planned for some of the time between two instants."""

    states: Collection[OrderState] | None = None
    since: datetime | None = None
    until: datetime | None = None
    plate: str | None = None
    number: str | None = None
    institution: str | None = None


@dataclass(frozen=True, slots=True)
class VehicleInfo:
    """A vehicle, whose it is, and whether it is exempt from comparing."""

    plate: str
    institution: str
    exempt: bool


@dataclass(frozen=True, slots=True)
class DriverInfo:
    """A driver as an institution registers them, until just before `valid_to`."""

    code: str
    name: str
    licence_until: date
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A time for which a vehicle is registered."""

    plate: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    registered_at: datetime
    registered_by: str


@dataclass(frozen=True, slots=True)
class DailyCheck:
    """One of the three checks of a vehicle and day; `defects` say what did not pass."""

    plate: str
    day: date
    kind: CheckKind
    driver: str
    passed: bool
    defects: str
    at: datetime
    author: str


def orders(connection: psycopg.Connection, asked: Asked) -> list[Order]:
    """Return orders by their planned beginning."""
    parameters = {
        "states": None if asked.states is None else [state.value for state in asked.states],
        "since": asked.since,
        "until": asked.until,
        "plate": asked.plate,
        "number": asked.number,
        "institution": asked.institution,
    }
    with connection.cursor(row_factory=class_row(Order)) as cursor:
        rows = cursor.execute(query("dispatch/orders"), parameters).fetchall()
    return [replace(row, state=OrderState(row.state)) for row in rows]


def lock_order(connection: psycopg.Connection, number: int) -> OrderState:
    """Hold an order, by its id, until the transaction ends; return its state."""
    row = connection.execute(query("dispatch/lock_order"), {"id": number}).fetchone()
    if row is None:
        raise LookupError(f"no order {number}")
    return OrderState(row[0])


def changes(connection: psycopg.Connection, order: int) -> list[OrderChange]:
    """Return what happened to an order."""
    rows = connection.execute(query("dispatch/changes"), {"id": order}).fetchall()
    return [
        OrderChange(at, author, None if was is None else OrderState(was), OrderState(state), note)
        for at, author, was, state, note in rows
    ]


def lock_imports(connection: psycopg.Connection) -> None:
    """Wait until nobody else takes in a file of orders or checks; hold it until the transaction ends."""
    connection.execute(query("dispatch/lock_imports"), {"lock": _LOCK})


def enter(connection: psycopg.Connection, order: Order, key: str = "") -> int | None:
    """Enter an order; return its id, None: its number is taken. `key` tells a repetition; empty: nothing."""
    parameters = {
        "institution": order.institution,
        "number": order.number,
        "applicant": order.applicant,
        "purpose": order.purpose,
        "destination": order.destination,
        "fence": order.fence,
        "lon": order.lon,
        "lat": order.lat,
        "planned_from": order.planned_from,
        "planned_to": order.planned_to,
        "plate": order.plate,
        "driver": order.driver,
        "passengers": order.passengers,
        "state": order.state,
        "key": key,
    }
    row = connection.execute(query("dispatch/insert_order"), parameters).fetchone()
    return None if row is None else int(row[0])


def add_change(connection: psycopg.Connection, order: int, change: OrderChange, now: datetime) -> None:
    """Write down what happened to an order; `now` is when it is written down."""
    parameters = {
        "id": order,
        "at": change.at,
        "author": change.author,
        "was": change.was,
        "state": change.state,
        "note": change.note,
        "recorded_at": now,
    }
    connection.execute(query("dispatch/insert_change"), parameters)


def set_state(connection: psycopg.Connection, order: Order, state: OrderState) -> None:
    """Bring an order into a state, with the vehicle and driver that `order` names."""
    parameters = {"id": order.id, "state": state, "driver": order.driver, "plate": order.plate}
    connection.execute(query("dispatch/set_state"), parameters)


def zones(connection: psycopg.Connection) -> dict[str, str]:
    """Return the time zone of every institution by its code."""
    return dict(connection.execute(query("dispatch/institutions")).fetchall())


def vehicles(connection: psycopg.Connection) -> dict[str, VehicleInfo]:
    """Return every vehicle by its plate."""
    with connection.cursor(row_factory=class_row(VehicleInfo)) as cursor:
        return {row.plate: row for row in cursor.execute(query("dispatch/vehicles"))}


def drivers(connection: psycopg.Connection, institution: str) -> list[DriverInfo]:
    """Return the drivers that an institution registers; none: it registers none."""
    with connection.cursor(row_factory=class_row(DriverInfo)) as cursor:
        return cursor.execute(query("dispatch/drivers"), {"institution": institution}).fetchall()


def duties(
    connection: psycopg.Connection, since: datetime, until: datetime
) -> list[tuple[str, datetime, datetime]]:
    """Return the plates and times of duty, from when it was registered on."""
    return connection.execute(query("dispatch/duties"), {"since": since, "until": until}).fetchall()


def register_duty(connection: psycopg.Connection, duty: DutyRow) -> bool:
    """Register duty; tell whether it is new."""
    parameters = {
        "plate": duty.plate,
        "starts_at": duty.starts_at,
        "ends_at": duty.ends_at,
        "reason": duty.reason,
        "registered_at": duty.registered_at,
        "registered_by": duty.registered_by,
    }
    return connection.execute(query("dispatch/insert_duty"), parameters).rowcount > 0


def checks(connection: psycopg.Connection, first: date, last: date) -> dict[tuple[str, date], set[CheckKind]]:
    """Return the kinds of checks made from one day to another, both included, by plate and day."""
    found: dict[tuple[str, date], set[CheckKind]] = {}
    for plate, day, kind in connection.execute(query("dispatch/checks"), {"first": first, "last": last}):
        found.setdefault((plate, day), set()).add(CheckKind(kind))
    return found


def write_check(connection: psycopg.Connection, check: DailyCheck) -> bool:
    """Write a check down; tell whether it says something new."""
    parameters = {
        "plate": check.plate,
        "day": check.day,
        "kind": check.kind,
        "driver": check.driver,
        "passed": check.passed,
        "defects": check.defects,
        "at": check.at,
        "author": check.author,
    }
    return connection.execute(query("dispatch/write_check"), parameters).rowcount > 0
