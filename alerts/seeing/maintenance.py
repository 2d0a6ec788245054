"""What maintenance rules see of the services of vehicles."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alerts.directory import Subject
from alerts.seeing.sight import Sight
from alerts.seeing.sightings import lacking, observed
from alerts.seeing.vehicle_facts import VehicleFacts
from analytics.vehicles.maintenance import Due, Shown, driven_km, due, usual_km_a_day
from models.alerts import Lack, Observation
from models.registry import Service
from models.rules import DueBy, MaintenanceDueRule

_Odometers = Mapping[tuple[int, str], Sequence[Shown]]


def services_due(
    sight: Sight, rule: MaintenanceDueRule, vehicles: Sequence[Subject], now: datetime
) -> Iterator[Observation]:
    """Yield how far each service of each vehicle has come; each has an alert of its own."""
    odometers: defaultdict[tuple[int, str], list[Shown]] = defaultdict(list)
    for row in sight.mileage(now, now - timedelta(days=rule.usual_days)):
        odometers[row.id, row.task].append(Shown(row.since, row.first_at, row.first_km, row.last_km))
    services: defaultdict[int, list[Service]] = defaultdict(list)
    for each in sight.services():
        if not rule.tasks or each.task in rule.tasks:
            services[each.id].append(
                Service(
                    task=each.task,
                    every_km=each.every_km,
                    every_months=each.every_months,
                    last_on=each.last_on,
                    last_odometer_km=each.last_odometer_km,
                )
            )
    for vehicle in vehicles:
        for service in services[vehicle.entry.id]:
            yield _observation(rule, vehicle, service, odometers, now)


def _observation(
    rule: MaintenanceDueRule, vehicle: Subject, service: Service, odometers: _Odometers, now: datetime
) -> Observation:
    key = vehicle.entry.id
    today = now.astimezone(ZoneInfo(vehicle.entry.timezone)).date()
    driven = driven_km(odometers.get((key, service.task), ()), service.last_odometer_km)
    found = due(service, driven, usual_km_a_day(odometers.get((key, ""), ()), now), today)
    value = _value(rule.measure, found, today.toordinal())
    # half of what is known may alarm, and never says that all is well
    if value is None or not (found.is_whole or rule.limits.is_over(value)):
        return lacking(vehicle, Lack.MILEAGE, part=service.task)
    unit = "share" if rule.measure is DueBy.USED else "d"
    facts = VehicleFacts(value, unit, at=now, task=service.task, due_on=found.due_on, left_km=found.left_km)
    return observed(rule, vehicle, None, facts, part=service.task)


def _value(measure: DueBy, found: Due, today: int) -> float | None:
    match measure:
        case DueBy.USED:
            return found.used
        case DueBy.DAYS:
            return None if found.due_on is None else float(found.due_on.toordinal() - today)
