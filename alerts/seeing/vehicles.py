"""What rules see of vehicles: which query answers a rule, for all of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from alerts.directory import Subject
from alerts.seeing import tracks
from alerts.seeing.maintenance import services_due
from alerts.seeing.sight import Sight
from alerts.seeing.sightings import lacking, observed
from alerts.seeing.vehicle_facts import VehicleFacts
from models.alerts import Lack, Observation
from models.calendar import Calendar
from models.fixes import Fix
from models.rules import (
    GeofenceRule,
    MaintenanceDueRule,
    OutOfHoursRule,
    OvernightAwayRule,
    SpeedingRule,
    VehicleRule,
)

Span = tuple[datetime, datetime]
_TrackRule = GeofenceRule | SpeedingRule | OutOfHoursRule | OvernightAwayRule


def vehicle_observations(
    sight: Sight, rule: VehicleRule, vehicles: Sequence[Subject], now: datetime
) -> Iterator[Observation]:
    """Yield what a rule sees of each vehicle; one query, or a few, for all of them."""
    if isinstance(rule, MaintenanceDueRule):
        yield from services_due(sight, rule, vehicles, now)
        return
    fixes, covers = _fixes(sight, rule, now), _covers(sight, rule, now)
    for vehicle in vehicles:
        vehicle_is = _Seen(fixes.get(vehicle.entry.id, ()), covers.get(vehicle.entry.id, ()))
        seen = _seen(sight.calendar, rule, vehicle, vehicle_is, now)
        yield lacking(vehicle, seen) if isinstance(seen, Lack) else observed(rule, vehicle, None, seen)


def _fixes(sight: Sight, rule: _TrackRule, now: datetime) -> dict[int, list[Fix]]:
    if isinstance(rule, OvernightAwayRule):
        return sight.fixes("alerts/vehicle_last_fixes", {"now": now})
    return sight.fixes("alerts/vehicle_fixes", {"since": now - rule.within, "now": now})


def _covers(sight: Sight, rule: _TrackRule, now: datetime) -> Mapping[int, Sequence[Span]]:
    """Return when orders and duty cover vehicles, for the rules that they excuse."""
    match rule:
        case OutOfHoursRule():
            return sight.covers(now - rule.within, now)
        case OvernightAwayRule():
            return sight.covers(now, now)
        case _:
            return {}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is known of one vehicle: its fixes in order, and when orders and duty cover it."""

    fixes: Sequence[Fix]
    covers: Sequence[Span]


def _seen(
    calendar: Calendar, rule: _TrackRule, vehicle: Subject, known: _Seen, now: datetime
) -> VehicleFacts | Lack:
    """Return what is seen of one vehicle. No fixes: nothing happened, and absence is another rule's."""
    fixes = known.fixes
    match rule:
        case GeofenceRule():
            return tracks.crossing(rule, fixes)
        case SpeedingRule():
            return tracks.speed(rule, fixes)
        case OutOfHoursRule():
            return tracks.out_of_hours(rule, fixes, vehicle, calendar, known.covers)
        case OvernightAwayRule():
            if tracks.is_covered(known.covers, now):
                return VehicleFacts(0.0, "km")
            return tracks.away(rule, fixes, now)
        case _:
            assert_never(rule)
