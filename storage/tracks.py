"""What the analytics worker needs to make trips of fixes: marks, tracks, and the pieces that are stored."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb

from models.track_window import Window
from storage.arrays import array_cursor
from storage.database import query


@dataclass(frozen=True, slots=True)
class TripRow:
    """A trip as its table has it: distances [m], times [s], speed [km/h], places [degrees]."""

    started_at: datetime
    ended_at: datetime
    start_lon: float
    start_lat: float
    end_lon: float
    end_lat: float
    distance_m: float
    track_m: float
    odometer_m: float | None
    odometer_lack: str | None
    driving_s: float
    idling_s: float
    stopped_s: float
    gap_s: float
    top_speed_kmh: float | None
    top_at: datetime | None
    top_lon: float | None
    top_lat: float | None
    fixes: int


@dataclass(frozen=True, slots=True)
class StopRow:
    """A stop as its table has it: time [s], place [degrees]."""

    started_at: datetime
    ended_at: datetime
    lon: float
    lat: float
    idling_s: float
    fixes: int


def vehicles_to_compute(connection: psycopg.Connection, not_these: Collection[int], most: int) -> list[int]:
    """Return vehicles with new fixes, `most` at most, but for some."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        parameters = {"not_these": list(not_these), "most": most}
        return cursor.execute(query("analytics/vehicles_to_compute"), parameters).fetchall()


def try_vehicle(connection: psycopg.Connection, vehicle: int) -> bool:
    """Lock a vehicle's trips for the transaction; tell whether nobody else holds them."""
    row = connection.execute(query("analytics/try_vehicle"), {"vehicle": vehicle}).fetchone()
    return row is not None and bool(row[0])


def take_marks(connection: psycopg.Connection, vehicle: int) -> tuple[list[datetime], bool]:
    """Delete the marks of a locked vehicle; return its hours in order, and whether its clock is another."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        marked = cursor.execute(query("analytics/take_stale_track"), {"vehicle": vehicle}).fetchall()
    return [hour for hour in marked if hour is not None], None in marked


def add_up_pieces(
    connection: psycopg.Connection, vehicle: int, since: datetime | None, until: datetime | None
) -> None:
    """Make days and months of a locked vehicle anew that pieces between two instants lie on; None: all."""
    connection.execute(query("analytics/add_up_pieces"), {"vehicle": vehicle, "since": since, "until": until})


def window(connection: psycopg.Connection, vehicle: int, since: datetime, until: datetime) -> Window:
    """Return the window of all pieces that touch `since` to `until`, and of one more on either side."""
    parameters = {"vehicle": vehicle, "since": since, "until": until}
    with connection.cursor(row_factory=class_row(Window)) as cursor:
        return cursor.execute(query("analytics/track_window"), parameters).fetchone() or Window(None, None)


def columns(connection: psycopg.Connection, vehicle: int, within: Window) -> tuple[NDArray[Any], ...]:
    """Return the fixes of a window as columns of shape (fixes,), in order.

    They are at [datetime64[us], UTC], lon and lat [degrees], speed [km/h; NaN: not said], satellites and
    ignition [int16; -1: not said] and odometer [km; NaN: not said].
    """
    with array_cursor(connection) as cursor:
        row = cursor.execute(query("analytics/read_track"), _parameters(vehicle, within)).fetchone()
    return row or tuple(np.empty(0) for _ in range(7))


def pieces(
    connection: psycopg.Connection, vehicle: int, within: Window
) -> tuple[list[TripRow], list[StopRow]]:
    """Return the stored trips and stops of a window, in order."""
    parameters = _parameters(vehicle, within)
    with connection.cursor(row_factory=class_row(TripRow)) as cursor:
        trips = cursor.execute(query("analytics/read_trips"), parameters).fetchall()
    with connection.cursor(row_factory=class_row(StopRow)) as cursor:
        stops = cursor.execute(query("analytics/read_stops"), parameters).fetchall()
    return trips, stops


def remove_pieces(
    connection: psycopg.Connection, vehicle: int, trips: Sequence[TripRow], stops: Sequence[StopRow]
) -> None:
    """Remove pieces of a vehicle."""
    parameters = {
        "vehicle": vehicle,
        "trips": [trip.started_at for trip in trips],
        "stops": [stop.started_at for stop in stops],
    }
    connection.execute(query("analytics/remove_pieces"), parameters)


def write_pieces(
    connection: psycopg.Connection, vehicle: int, trips: Sequence[TripRow], stops: Sequence[StopRow]
) -> None:
    """Write pieces of a vehicle, which are not there."""
    parameters = {"vehicle": vehicle, "trips": _json(trips), "stops": _json(stops)}
    connection.execute(query("analytics/write_pieces"), parameters)


def _parameters(vehicle: int, within: Window) -> dict[str, object]:
    return {"vehicle": vehicle, "first": within.first, "last": within.last}


def _json(rows: Sequence[TripRow] | Sequence[StopRow]) -> Jsonb:
    return Jsonb([{name: _plain(value) for name, value in asdict(row).items()} for row in rows])


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
