"""What a report names beside its figures: the meters they are made of, and vehicles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import class_row, dict_row

from models.errors import GuanjiaError
from storage.consumption import Connection
from storage.database import query


@dataclass(frozen=True, slots=True)
class Installed:
    """A physical meter in place from a local day on and before another; None: still."""

    serial: str
    since: str
    until: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """Why hours of a meter are not simply a difference, in how many hours, and what is estimated in them."""

    reason: str
    hours: int
    estimated: float


@dataclass(frozen=True, slots=True)
class SourceMeter:
    """A measuring point with what stood there and why its hours are estimated; amounts in `unit`."""

    meter_id: int
    code: str
    name: str
    unit: str
    institution: str
    installed: tuple[Installed, ...]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class VehicleUse:
    """What a vehicle drove [km], took [L, kWh] and cost [yuan] in some days; None: nothing recorded."""

    plate: str
    institution: str
    km: float | None
    litres: float | None
    energy_kwh: float | None
    amount_yuan: float | None
    unapproved: int


def institution_id(connection: Connection, code: str) -> int:
    """Return an institution's number; raise GuanjiaError when none has that code."""
    row = connection.execute(query("reports/institution_id"), {"institution": code}).fetchone()
    if row is None:
        raise GuanjiaError(f"no institution {code!r}: `guanjia figures` lists those there are")
    return int(row[0])


def source_meters(
    connection: Connection, meters: Sequence[int], since: datetime, until: datetime
) -> list[SourceMeter]:
    """Return some meters with what was installed, and what is told of their hours, between two instants."""
    parameters = {"meters": list(meters), "since": since, "until": until}
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query("reports/sources"), parameters).fetchall()
    return [_meter(row) for row in rows]


def _meter(row: dict[str, Any]) -> SourceMeter:
    return SourceMeter(
        row["meter_id"],
        row["code"],
        row["name"] or "",
        row["unit"],
        row["institution"] or "",
        tuple(Installed(*each) for each in row["installations"]),
        tuple(Told(*each) for each in row["reasons"]),
    )


def vehicle_uses(connection: Connection, institution: str, start: date, end: date) -> list[VehicleUse]:
    """Return the vehicles of an institution and all below it with what they did in some days, by plate."""
    parameters = {"institution": institution, "period_start": start, "period_end": end}
    with connection.cursor(row_factory=class_row(VehicleUse)) as cursor:
        return cursor.execute(query("reports/vehicles"), parameters).fetchall()
