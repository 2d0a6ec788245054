"""What the analytics worker needs to make outings of trips and stops: homes, how far trips came, outings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb

from models.track_window import Window
from storage.database import query


@dataclass(frozen=True, slots=True)
class HomeRow:
    """The home fences a vehicle names, and the digest of those its outings were computed with."""

    vehicle: int
    named: list[str]
    digest: str | None


@dataclass(frozen=True, slots=True)
class OutingRow:
    """An outing as its table has it: distances [m], time [s], place [degrees]."""

    started_at: datetime
    ended_at: datetime | None
    trips: int
    distance_m: float
    furthest_m: float
    stay_s: float | None
    stay_at: datetime | None
    stay_lon: float | None
    stay_lat: float | None


def vehicles_with_trips(connection: psycopg.Connection) -> list[int]:
    """Return the vehicles that may have outings."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        return cursor.execute(query("analytics/vehicles_with_trips")).fetchall()


def homes(connection: psycopg.Connection, vehicles: Sequence[int]) -> list[HomeRow]:
    """Return the homes that vehicles name, in order of the vehicles."""
    with connection.cursor(row_factory=class_row(HomeRow)) as cursor:
        return cursor.execute(query("analytics/read_homes"), {"vehicles": list(vehicles)}).fetchall()


def set_homes(connection: psycopg.Connection, vehicle: int, digest: str) -> None:
    """Note with which homes a locked vehicle is computed from now on, and forget what others gave."""
    connection.execute(query("analytics/write_homes"), {"vehicle": vehicle, "digest": digest})
    connection.execute(query("analytics/forget_reach"), {"vehicle": vehicle})


def reach(connection: psycopg.Connection, vehicle: int, within: Window) -> dict[datetime, float]:
    """Return how far outside of home the trips of a window came [m], by their beginning, where known."""
    return dict(connection.execute(query("analytics/read_reach"), _parameters(vehicle, within)).fetchall())


def write_reach(connection: psycopg.Connection, vehicle: int, reached: Mapping[datetime, float]) -> None:
    """Note how far outside of home trips came [m], by their beginning."""
    parameters = {"vehicle": vehicle, "starts": list(reached), "furthest_m": list(reached.values())}
    connection.execute(query("analytics/write_reach"), parameters)


def around(
    connection: psycopg.Connection, vehicle: int, since: datetime, until: datetime
) -> tuple[datetime, datetime]:
    """Return a span of time with all outings that touch it; one under way ends with the span."""
    parameters = {"vehicle": vehicle, "since": since, "until": until}
    row = connection.execute(query("analytics/outings_around"), parameters).fetchone()
    first, last = row or (None, None)
    return min(since, first or since), max(until, last or until)


def rewrite(connection: psycopg.Connection, vehicle: int, within: Window, rows: Sequence[OutingRow]) -> None:
    """Put outings in place of those stored that begin within a window, its end left out."""
    connection.execute(query("analytics/remove_outings"), _parameters(vehicle, within))
    if rows:
        parameters = {"vehicle": vehicle, "outings": Jsonb([_plain(row) for row in rows])}
        connection.execute(query("analytics/write_outings"), parameters)


def _parameters(vehicle: int, within: Window) -> dict[str, object]:
    return {"vehicle": vehicle, "first": within.first, "last": within.last}


def _plain(row: OutingRow) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(row).items()
    }
