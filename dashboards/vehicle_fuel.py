"""Whether fuel is missing: each vehicle's levels, stays and receipts of a period, and what is doubtful."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from analytics.vehicles.fuel import Doubtful, Filling, Level, Stand, apart, fallen, over_tank, raised, unseen
from dashboards.vehicle_rows import Registration, Source, booked, registrations
from models.day_span import DaySpan
from models.vehicle_cost_rules import FuelRule
from models.vehicle_costs import CostKind

_AROUND = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class VehicleFuel:
    """A vehicle in a period: what was filled by receipts and by the level [L], and what is doubtful.

    `days` is on how many days its tracker said a level; `zone` is where its days begin.
    """

    plate: str
    zone: ZoneInfo
    filled_litres: float
    raised_litres: float
    days: int
    doubtful: Sequence[Doubtful]


def fuel(source: Source, span: DaySpan, rule: FuelRule, plate: str | None = None) -> list[VehicleFuel]:
    """Return all vehicles with receipts for fuel or levels in a span of days, or the one of a plate."""
    found = [_of_vehicle(source, vehicle, span, rule) for vehicle in registrations(source, plate)]
    return [each for each in found if each.days or each.filled_litres or plate is not None]


def _of_vehicle(source: Source, vehicle: Registration, span: DaySpan, rule: FuelRule) -> VehicleFuel:
    zone = _zone(source, vehicle.plate)
    since, until = _begins(span.start, zone), _begins(span.end, zone)
    times: dict[str, object] = {"plate": vehicle.plate, "since": since - _AROUND, "until": until + _AROUND}
    levels = [Level(row["at"], row["litres"]) for row in source.rows("vehicles/fuel_levels", times)]
    stands = [
        Stand(max(row["started_at"], since), min(row["ended_at"], until), row["idling_s"])
        for row in source.rows("vehicles/stops", times)
    ]
    fillings = _fillings(source, vehicle.plate, span)
    within = [level for level in levels if since <= level.at < until]
    doubtful = [
        *fallen(within, stands, rule.drop_litres),
        *unseen(fillings, _by_day(levels, fillings, zone), rule.seen_share),
        *over_tank(fillings, vehicle.tank_litres),
        *apart(fillings, _driven(source, vehicle.plate, span), rule.apart_km),
    ]
    return VehicleFuel(
        vehicle.plate,
        zone,
        sum(filling.litres for filling in fillings),
        raised(within),
        len({level.at.astimezone(zone).date() for level in within}),
        sorted(doubtful, key=lambda each: (day_of(each, zone), each.doubt)),
    )


def day_of(doubtful: Doubtful, zone: ZoneInfo) -> date:
    """Return the local day of a finding."""
    if doubtful.day is not None:
        return doubtful.day
    return date.max if doubtful.at is None else doubtful.at.astimezone(zone).date()


def _zone(source: Source, plate: str) -> ZoneInfo:
    rows = source.rows("vehicles/trackers", {"plate": plate})
    return ZoneInfo(next((row["timezone"] for row in rows if row["timezone"]), "UTC"))


def _begins(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _fillings(source: Source, plate: str, span: DaySpan) -> list[Filling]:
    rows = booked(source, span, plate, CostKind.FUEL)
    return [
        Filling(
            row.cost_id,
            row.day,
            float(row.litres),
            None if row.odometer_km is None else float(row.odometer_km),
        )
        for row in rows
        if row.litres is not None and not row.is_correction
    ]


def _by_day(
    levels: Sequence[Level], fillings: Sequence[Filling], zone: ZoneInfo
) -> Mapping[date, list[Level]]:
    return {
        day: [
            level
            for level in levels
            if _begins(day, zone) - _AROUND <= level.at < _begins(day + _DAY, zone) + _AROUND
        ]
        for day in {filling.day for filling in fillings}
    }


def _driven(source: Source, plate: str, span: DaySpan) -> Mapping[date, float]:
    parameters: dict[str, object] = {"plate": plate, "first_day": span.start, "end_day": span.end}
    return {row["day"]: row["km"] for row in source.rows("vehicles/driven_days", parameters)}
