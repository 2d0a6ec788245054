"""Outings with what they are made of, for comparing them with orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row

from storage.database import query


@dataclass(frozen=True, slots=True)
class OutRow:
    """An outing; `seen_at` is its end, or until when it is known."""

    vehicle: int
    plate: str
    institution: str
    started_at: datetime
    seen_at: datetime
    is_home: bool


@dataclass(frozen=True, slots=True)
class PieceRow:
    """A trip, or a stop, of an outing: where it ended [degrees], how long it is and how far it came [m]."""

    kind: str
    started_at: datetime
    ended_at: datetime
    lon: float
    lat: float
    distance_m: float
    furthest_m: float | None


@dataclass(frozen=True, slots=True)
class VehicleNow:
    """A vehicle as it is now, for a board.

    `exempt`: its outings are not compared with orders. `out_since` None: at home; without `has_home` nobody
    knows, because no home is drawn or nothing was computed. `last_kind` is `trip` or `stop`, with when and
    where [degrees] it was seen last; None: never, or the place is not for this login. The order is the one
    under way, else the next that is approved or dispatched; `is_overdue`: it should be home by now.
    """

    plate: str
    institution: str
    exempt: bool
    has_home: bool
    out_since: datetime | None
    last_kind: str | None
    last_seen_at: datetime | None
    lon: float | None
    lat: float | None
    timezone: str | None
    order_number: str | None
    order_state: str | None
    driver: str | None
    destination: str | None
    planned_from: datetime | None
    planned_to: datetime | None
    is_overdue: bool


def outings(connection: psycopg.Connection, since: datetime, until: datetime) -> list[OutRow]:
    """Return the outings that touch a span of time, in order."""
    with connection.cursor(row_factory=class_row(OutRow)) as cursor:
        return cursor.execute(query("dispatch/outings"), {"since": since, "until": until}).fetchall()


def pieces(connection: psycopg.Connection, of: Sequence[OutRow]) -> list[list[PieceRow]]:
    """Return the trips and stops of each outing, in order."""
    parameters = {
        "vehicles": [one.vehicle for one in of],
        "since": [one.started_at for one in of],
        "until": [one.seen_at for one in of],
    }
    found: list[list[PieceRow]] = [[] for _ in of]
    for place, *piece in connection.execute(query("dispatch/legs"), parameters):
        found[place - 1].append(PieceRow(*piece))
    return found


def seen(
    connection: psycopg.Connection, since: datetime, until: datetime
) -> dict[str, list[tuple[datetime, datetime]]]:
    """Return when the tracker of each vehicle told where it was, by plate."""
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    parameters = {"since": since, "until": until}
    for plate, start, end in connection.execute(query("dispatch/seen"), parameters):
        found.setdefault(plate, []).append((start, end))
    return found


def vehicles_now(connection: psycopg.Connection, now: datetime) -> list[VehicleNow]:
    """Return every vehicle as it is now."""
    with connection.cursor(row_factory=class_row(VehicleNow)) as cursor:
        return cursor.execute(query("board/vehicles"), {"now": now}).fetchall()
