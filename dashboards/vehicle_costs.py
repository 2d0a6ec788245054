"""Costs of all vehicles in a period, and of groups of them: for the command line and the console."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from analytics.vehicles.cost_figures import Costs, Driven, Rank, costs_of, ranked, together
from dashboards.vehicle_rows import Registration, Source, booked, driven_by, registrations
from models.day_span import DaySpan
from models.vehicle_costs import BookedCost


class By(StrEnum):
    """What vehicles are put together by."""

    VEHICLE = "vehicle"
    DUTY = "duty"
    TYPE = "type"
    FUEL = "fuel"
    INSTITUTION = "institution"


@dataclass(frozen=True, slots=True)
class Group:
    """A vehicle, or several, with what they cost; ranks, where there is one vehicle, among its like.

    `by_100km` ranks yuan for driving per 100 km, `by_km` all yuan per kilometre.
    """

    code: str
    name: str
    costs: Costs
    by_100km: Rank | None = None
    by_km: Rank | None = None


@dataclass(frozen=True, slots=True)
class Pool:
    """All groups, dearest first, all together, and the vehicles without an entry and a trip: not counted."""

    span: DaySpan
    by: By
    groups: list[Group]
    whole: Costs | None
    idle: list[str]


def pool(source: Source, span: DaySpan, by: By) -> Pool:
    """Return what vehicles cost in a span of days."""
    registered = {each.plate: each for each in registrations(source)}
    rows: defaultdict[str, list[BookedCost]] = defaultdict(list)
    for row in booked(source, span, since_reading=True):
        rows[row.plate].append(row)
    driven = driven_by(source, span)
    costs = {plate: costs_of(rows[plate], driven.get(plate, Driven()), span) for plate in registered}
    active = {
        plate: each for plate, each in costs.items() if each.entries or (plate in driven and driven[plate].km)
    }
    return Pool(
        span,
        by,
        _vehicles(active, registered) if by is By.VEHICLE else _groups(active, registered, by),
        together(list(active.values())) if active else None,
        sorted(set(registered) - set(active)),
    )


def _vehicles(costs: Mapping[str, Costs], registered: Mapping[str, Registration]) -> list[Group]:
    like = {plate: (registered[plate].type, registered[plate].fuel) for plate in costs}
    by_100km = ranked(costs, like, lambda each: each.yuan_per_100km)
    by_km = ranked(costs, like, lambda each: each.yuan_per_km)
    return _dearest_first(
        [
            Group(plate, registered[plate].type, each, by_100km.get(plate), by_km.get(plate))
            for plate, each in costs.items()
        ]
    )


def _groups(costs: Mapping[str, Costs], registered: Mapping[str, Registration], by: By) -> list[Group]:
    found: defaultdict[tuple[str, str], list[Costs]] = defaultdict(list)
    for plate, each in costs.items():
        vehicle = registered[plate]
        name = vehicle.institution_name if by is By.INSTITUTION else ""
        found[getattr(vehicle, by), name].append(each)
    return _dearest_first([Group(code, name, together(parts)) for (code, name), parts in found.items()])


def _dearest_first(groups: list[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (-(group.costs.yuan_per_year or 0), group.code))
