"""What is stored of vehicles, for the rules about them: each a constant number of queries for all of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import LiteralString

import psycopg
from psycopg.rows import class_row

from models.fixes import Fix
from storage.database import query


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service of a vehicle as models.registry.Service has it."""

    id: int
    task: str
    every_km: float | None
    every_months: int | None
    last_on: date
    last_odometer_km: float | None


@dataclass(frozen=True, slots=True)
class MileageRow:
    """What one tracker's odometer showed at both ends of its time on a vehicle since a service [km].

    `task` is empty where it is since the usual mileage is counted.
    """

    id: int
    task: str
    since: datetime
    first_at: datetime
    first_km: float
    last_km: float


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    at: datetime
    lon: float
    lat: float
    speed_kmh: float | None
    satellites: int | None
    is_on: bool | None


def fixes(
    connection: psycopg.Connection, name: LiteralString, parameters: Mapping[str, object]
) -> dict[int, list[Fix]]:
    """Return what a query for fixes of storage/queries/alerts/ finds, by vehicle and in order."""
    found: defaultdict[int, list[Fix]] = defaultdict(list)
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        for row in cursor.execute(query(name), parameters):
            fix = Fix(row.at, row.lon, row.lat, row.speed_kmh, row.satellites, row.is_on)
            found[row.id].append(fix)
    return dict(found)


def services(connection: psycopg.Connection) -> list[ServiceRow]:
    """Return what is done to vehicles again and again."""
    with connection.cursor(row_factory=class_row(ServiceRow)) as cursor:
        return cursor.execute(query("alerts/vehicle_services")).fetchall()


def mileage(connection: psycopg.Connection, now: datetime, usual_since: datetime) -> list[MileageRow]:
    """Return the odometers of every vehicle since each of its services, and since `usual_since`, in order."""
    parameters = {"now": now, "usual_since": usual_since}
    with connection.cursor(row_factory=class_row(MileageRow)) as cursor:
        return cursor.execute(query("alerts/vehicle_mileage"), parameters).fetchall()


def covers(
    connection: psycopg.Connection, since: datetime, now: datetime, slack: timedelta
) -> dict[int, list[tuple[datetime, datetime]]]:
    """Return when orders, with `slack` around them, and duty cover each vehicle; all the time if exempt."""
    found: defaultdict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    parameters = {"since": since, "now": now, "slack": slack}
    for vehicle, start, end in connection.execute(query("alerts/vehicle_covers"), parameters):
        found[vehicle].append((start, end))
    return dict(found)
