"""Orders and outings of a morning by hand: hours of one day, places north of home."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from analytics.dispatch.comparing import Compared, compared
from analytics.dispatch.destination import Destination
from analytics.dispatch.findings import FindingKind
from analytics.dispatch.matching import Duty, Gone, Path, Planned, Tolerances
from analytics.vehicles.outings import Halt, Leg
from models.geofences import Geofence

DAY = datetime(2026, 11, 2, tzinfo=UTC)
LON, LAT = 106.2, 38.5


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def place(north_km: float) -> Destination:
    return Destination(LON, LAT + north_km / 111)


def order(
    start: float,
    end: float,
    number: str = "1",
    plate: str | None = "A",
    to_km: float | None = None,
    approved: float | None = None,
) -> Planned:
    return Planned(
        "b",
        number,
        plate,
        at(start),
        at(end),
        None if to_km is None else place(to_km),
        None if approved is None else at(approved),
    )


def gone(
    start: float, end: float, *, plate: str = "A", km: float = 10, is_home: bool = True, stay_h: float = 0
) -> Gone:
    """Return an outing so far north and back, with a stop of so many hours there."""
    middle, half = (start + end) / 2, stay_h / 2
    out = Leg(at(start), at(middle - half), km * 1000, km * 1000)
    back = Leg(at(middle + half), at(end), km * 1000, km * 1000)
    there = Halt(at(middle - half), at(middle + half), LON, LAT + km / 111, km * 1000)
    lat = LAT + np.linspace(0, km, 21) / 111
    halts = (there,) if stay_h else ()
    return Gone("b", plate, at(start), at(end), is_home, (out, back), halts, Path(np.full(21, LON), lat))


def zone(radius_m: float) -> Geofence:
    return Geofence.model_validate(
        {
            "type": "Feature",
            "properties": {"code": "town", "name": "四至", "role": "in_town", "radius_m": radius_m},
            "geometry": {"type": "Point", "coordinates": [LON, LAT]},
        }
    )


def found(
    orders: Sequence[Planned] = (),
    outings: Sequence[Gone] = (),
    *,
    duties: Sequence[Duty] = (),
    exempt: frozenset[str] = frozenset(),
    zones: Sequence[Geofence] = (),
    now: float = 48,
) -> list[tuple[FindingKind, str, float]]:
    """Return kind, order and value of what does not fit."""
    seen = {"A": [(at(0), at(24))]}
    what = Compared(orders, outings, duties, exempt, zones, seen)
    return [(one.kind, one.number, round(one.value, 3)) for one in compared(what, Tolerances(), at(now))]
