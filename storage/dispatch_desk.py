"""What the dispatcher's desk asks of the database, within what somebody may see."""

from collections.abc import Collection, Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

import psycopg
from psycopg.rows import class_row

from models.dispatch import CheckKind, Order, OrderState
from models.dispatch_desk import DutyTime, Listing, MadeCheck, Place, VehicleChecks
from models.errors import ConfigError, UnreachableError
from storage.database import query

_LOCK = 0x6469737061746368
"""Advisory lock of whoever sends a vehicle or numbers an order."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An order whose vehicle and driver are on their way, or will be; `driver_code` None: not registered."""

    number: str
    plate: str
    institution: str
    driver: str
    driver_code: str | None


@dataclass(frozen=True, slots=True)
class OutRow:
    """An outing; `ended_at` None: it is under way, and known until `seen_at`. Distance [m]."""

    started_at: datetime
    ended_at: datetime | None
    seen_at: datetime
    distance_m: float


Span = tuple[datetime | None, datetime | None]
"""From an instant until just before another; None: without end."""


def within(connection: psycopg.Connection, root: str | None) -> dict[str, Place]:
    """Return an institution and all below it by code; of None all there are."""
    with connection.cursor(row_factory=class_row(Place)) as cursor:
        rows = cursor.execute(query("desk/within"), {"root": root}).fetchall()
    return {row.code: row for row in rows}


def listed(
    connection: psycopg.Connection, institutions: Collection[str], asked: Listing, span: Span
) -> list[Order]:
    """Return a page of orders of some institutions, the latest first, and one more where there is one."""
    at, number = asked.after or (None, None)
    return _orders(
        connection,
        {
            "institutions": list(institutions),
            "id": None,
            "states": [state.value for state in asked.states] or None,
            "since": span[0],
            "until": span[1],
            "plate": asked.plate or None,
            "text": asked.text or None,
            "after_at": at,
            "after_id": number,
            "limit": asked.limit + 1,
        },
    )


def order_of(connection: psycopg.Connection, institutions: Collection[str], number: int) -> Order | None:
    """Return an order by its id; None: there is none, or it is of another institution."""
    any_ = dict.fromkeys(("states", "since", "until", "plate", "text", "after_at", "after_id"))
    parameters: dict[str, object] = {**any_, "institutions": list(institutions), "id": number, "limit": 1}
    return next(iter(_orders(connection, parameters)), None)


def _orders(connection: psycopg.Connection, parameters: dict[str, object]) -> list[Order]:
    with connection.cursor(row_factory=class_row(Order)) as cursor:
        rows = cursor.execute(query("desk/orders"), parameters).fetchall()
    return [replace(row, state=OrderState(row.state)) for row in rows]


def entered_by(connection: psycopg.Connection, order: int) -> str | None:
    """Return who entered an order."""
    row = connection.execute(query("desk/entered_by"), {"id": order}).fetchone()
    return None if row is None else str(row[0])


def same_entry(connection: psycopg.Connection, institution: str, key: str) -> int | None:
    """Return the id of the order that was entered with a key before; an empty key is none."""
    parameters = {"institution": institution, "key": key}
    row = connection.execute(query("desk/same_entry"), parameters).fetchone()
    return None if row is None else int(row[0])


def last_number(connection: psycopg.Connection, institution: str, beginning: str) -> str | None:
    """Return the last number that begins so; None: there is none."""
    parameters = {"institution": institution, "beginning": beginning}
    row = connection.execute(query("desk/last_number"), parameters).fetchone()
    return None if row is None else str(row[0])


def take_turn(connection: psycopg.Connection) -> None:
    """Be the only one who sends vehicles or numbers orders, until the transaction ends."""
    connection.execute(query("desk/take_turn"), {"lock": _LOCK})


def sent(connection: psycopg.Connection, since: datetime, until: datetime, but: int = 0) -> list[Sent]:
    """Return what is sent for some of a span of time, but for the order of an id."""
    parameters = {"since": since, "until": until, "id": but}
    with connection.cursor(row_factory=class_row(Sent)) as cursor:
        return cursor.execute(query("desk/sent"), parameters).fetchall()


def outings(connection: psycopg.Connection, plate: str, since: datetime, until: datetime) -> list[OutRow]:
    """Return the outings of a vehicle that touch a span of time."""
    parameters = {"plate": plate, "since": since, "until": until}
    with connection.cursor(row_factory=class_row(OutRow)) as cursor:
        return cursor.execute(query("desk/outings"), parameters).fetchall()


def checks_of(
    connection: psycopg.Connection, institutions: Collection[str], day: date
) -> list[VehicleChecks]:
    """Return every vehicle of some institutions with the checks of a day."""
    parameters = {"institutions": list(institutions), "day": day}
    found: dict[str, tuple[str, dict[CheckKind, MadeCheck]]] = {}
    for plate, institution, kind, *made in connection.execute(query("desk/checks"), parameters):
        _, by_kind = found.setdefault(plate, (institution, {}))
        if kind is not None:
            by_kind[CheckKind(kind)] = MadeCheck(*made)
    return [VehicleChecks(plate, institution, made) for plate, (institution, made) in found.items()]


def duties_of(
    connection: psycopg.Connection, institutions: Collection[str], since: datetime, until: datetime
) -> list[DutyTime]:
    """Return the duty of vehicles of some institutions in a span of time."""
    parameters = {"institutions": list(institutions), "since": since, "until": until}
    with connection.cursor(row_factory=class_row(DutyTime)) as cursor:
        return cursor.execute(query("desk/duties"), parameters).fetchall()


@contextmanager
def translated() -> Generator[None]:
    """Turn errors of the database into those of guanjia, with the remedy."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise ConfigError(
            "this login may not write orders: run `guanjia db migrate` and `guanjia db logins`, and let the"
            " console log in as guanjia_console_login"
        ) from error
    except psycopg.errors.UndefinedColumn as error:
        raise ConfigError("the database is older than this guanjia: run `guanjia db migrate`") from error
    except psycopg.OperationalError as error:
        raise UnreachableError(f"no answer from the database: {error}") from error
