"""What vehicles cost: by kilometre, by 100 km and by year, and which cost more than their like."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from statistics import median

from dateutil.relativedelta import relativedelta

from analytics.vehicles.odometer_readings import Reading, believed
from models.day_span import DaySpan
from models.vehicle_costs import DRIVING_ON, BookedCost, CostKind

COVERED = 0.9
"""Share of the days that a tracker must know before its trips are the distance of a period."""
KNOWN = 0.5
"""Share of the days that odometers must cover before costs are divided by their kilometres."""
FEWEST_PEERS = 3
"""Vehicles of a type and fuel among which one can stand out."""

_HUNDRED = Decimal(100)


class Basis(StrEnum):
    """Where the kilometres of a period come from."""

    TRIPS = "trips"
    ODOMETER = "odometer"


@dataclass(frozen=True, slots=True)
class Driven:
    """What a tracker saw of a period: way of its trips [km], days with a trip, days of which it knows."""

    km: float = 0.0
    trip_days: int = 0
    covered_days: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """What may be divided by the kilometres beside it.

    `distance_km` with where it is from; money for driving [yuan], fuel [L] and electricity [kWh] used on
    that way; all costs [yuan] of the days on which it was driven. `litres` is None where a filling does not
    say how much it was.
    """

    basis: Basis
    distance_km: float
    driving_yuan: Decimal
    litres: Decimal | None
    energy_kwh: Decimal | None
    all_yuan: Decimal


@dataclass(frozen=True, slots=True)
class Costs:
    """A vehicle, or several, in a period.

    Amounts [yuan] are all that was entered, by kind of cost; `counted` is None where nobody knows the
    kilometres. `trip_share` is the share of days with a trip, `known_share` the share of days that the
    distance covers, both 0 to 1. `odd_readings` are odometers that are not believed.
    """

    vehicles: int
    entries: int
    years: float
    amount_yuan: Decimal
    by_kind: Mapping[CostKind, Decimal]
    litres: Decimal
    energy_kwh: Decimal
    unapproved: int
    counted: tuple[Counted, ...]
    trip_share: float
    known_share: float
    odd_readings: tuple[Reading, ...] = ()

    @property
    def distance_km(self) -> float | None:
        """The kilometres that costs are divided by; None: nobody knows them."""
        return sum(each.distance_km for each in self.counted) or None

    @property
    def yuan_per_year(self) -> Decimal | None:
        """Yuan per vehicle and year; None without a vehicle."""
        return self.amount_yuan / Decimal(self.vehicles * self.years) if self.vehicles else None

    @property
    def yuan_per_100km(self) -> Decimal | None:
        """Yuan for fuel and charging per 100 km."""
        return _per_100km((each.driving_yuan, each) for each in self.counted)

    @property
    def litres_per_100km(self) -> Decimal | None:
        """Fuel [L] per 100 km, of vehicles all of whose fillings say how much it was."""
        return _per_100km((each.litres, each) for each in self.counted)

    @property
    def kwh_per_100km(self) -> Decimal | None:
        """Electricity [kWh] per 100 km, of vehicles all of whose chargings say how much it was."""
        return _per_100km((each.energy_kwh, each) for each in self.counted)

    @property
    def yuan_per_km(self) -> Decimal | None:
        """All costs [yuan] per kilometre."""
        per_100km = _per_100km((each.all_yuan, each) for each in self.counted)
        return None if per_100km is None else per_100km / _HUNDRED


def costs_of(rows: Sequence[BookedCost], driven: Driven, span: DaySpan) -> Costs:
    """Return what one vehicle costs.

    Parameters
    ----------
    rows
        Its rows of the ledger in order; those before `span` begin with its last odometer reading.
    driven
        What its tracker saw in `span`.
    """
    within = [row for row in rows if span.start <= row.day < span.end]
    readings = [
        Reading(row.day, float(row.odometer_km))
        for row in rows
        if row.odometer_km is not None and not row.is_correction
    ]
    chain = believed(readings)
    counted, known_share = _counted(rows, within, chain, driven, span)
    return Costs(
        vehicles=1,
        entries=len(within),
        years=years_of(span),
        amount_yuan=_yuan(within),
        by_kind={kind: _yuan(found) for kind in CostKind if (found := _of(within, kind))},
        litres=sum((row.litres for row in within if row.litres is not None), Decimal(0)),
        energy_kwh=sum((row.energy_kwh for row in within if row.energy_kwh is not None), Decimal(0)),
        unapproved=sum(row.is_unapproved for row in within),
        counted=() if counted is None else (counted,),
        trip_share=driven.trip_days / span.days,
        known_share=known_share,
        odd_readings=tuple(sorted(set(readings) - set(chain))),
    )


def together(parts: Sequence[Costs]) -> Costs:
    """Return what several vehicles of one period cost; shares are means over the vehicles."""
    kinds = [kind for kind in CostKind if any(kind in part.by_kind for part in parts)]
    return Costs(
        vehicles=sum(part.vehicles for part in parts),
        entries=sum(part.entries for part in parts),
        years=parts[0].years,
        amount_yuan=sum((part.amount_yuan for part in parts), Decimal(0)),
        by_kind={
            kind: sum((part.by_kind.get(kind, Decimal(0)) for part in parts), Decimal(0)) for kind in kinds
        },
        litres=sum((part.litres for part in parts), Decimal(0)),
        energy_kwh=sum((part.energy_kwh for part in parts), Decimal(0)),
        unapproved=sum(part.unapproved for part in parts),
        counted=tuple(each for part in parts for each in part.counted),
        trip_share=sum(part.trip_share for part in parts) / len(parts),
        known_share=sum(part.known_share for part in parts) / len(parts),
        odd_readings=tuple(reading for part in parts for reading in part.odd_readings),
    )


def years_of(span: DaySpan) -> float:
    """Return how many years a span is: whole ones by the calendar, the rest as a share of the next.

    >>> years_of(DaySpan(date(2021, 1, 1), date(2024, 1, 1)))
    3.0
    """
    whole = relativedelta(span.end, span.start).years
    from_here = span.start + relativedelta(years=whole)
    next_year = span.start + relativedelta(years=whole + 1)
    return whole + (span.end - from_here).days / (next_year - from_here).days


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a vehicle stands among those of its type and fuel: 1 costs most; `of` are ranked.

    `ratio` is its figure over the median of all ranked.
    """

    place: int
    of: int
    ratio: float


def ranked(
    costs: Mapping[str, Costs], peers: Mapping[str, object], figure: Callable[[Costs], Decimal | None]
) -> Mapping[str, Rank]:
    """Return the rank of vehicles by a figure among their peers; where fewer than three have one, none."""
    groups: dict[object, dict[str, Decimal]] = {}
    for plate, cost in costs.items():
        value = figure(cost)
        if value is not None:
            groups.setdefault(peers[plate], {})[plate] = value
    return {
        plate: Rank(sum(other > value for other in group.values()) + 1, len(group), float(value / middle))
        for group in groups.values()
        if len(group) >= FEWEST_PEERS and (middle := median(group.values()))
        for plate, value in group.items()
    }


def _counted(
    rows: Sequence[BookedCost],
    within: Sequence[BookedCost],
    chain: Sequence[Reading],
    driven: Driven,
    span: DaySpan,
) -> tuple[Counted | None, float]:
    covered = min(driven.covered_days / span.days, 1.0)
    if covered >= COVERED and driven.km > 0:
        return _of_basis(Basis.TRIPS, driven.km, within, _share(within, covered)), covered
    by_odometer = [reading for reading in chain if reading.day < span.end]
    before = [reading for reading in by_odometer if reading.day < span.start][-1:]
    read = [*before, *(reading for reading in by_odometer if reading.day >= span.start)]
    if len(read) < 2 or read[-1].km <= read[0].km:
        return None, 0.0
    first, last = read[0], read[-1]
    days = (last.day - first.day).days + (0 if before else 1)
    share = days / span.days
    if share < KNOWN:
        return None, share
    burnt = [row for row in rows if first.day < row.day <= last.day]
    return _of_basis(Basis.ODOMETER, last.km - first.km, burnt, _share(within, share)), min(share, 1.0)


def _of_basis(basis: Basis, km: float, burnt: Sequence[BookedCost], all_yuan: Decimal) -> Counted:
    return Counted(
        basis=basis,
        distance_km=km,
        driving_yuan=_yuan([row for row in burnt if row.kind in DRIVING_ON]),
        litres=_said([(row, row.litres) for row in _of(burnt, CostKind.FUEL)]),
        energy_kwh=_said([(row, row.energy_kwh) for row in _of(burnt, CostKind.CHARGING)]),
        all_yuan=all_yuan,
    )


def _share(rows: Sequence[BookedCost], share: float) -> Decimal:
    return _yuan(rows) * Decimal(share)


def _said(amounts: Sequence[tuple[BookedCost, Decimal | None]]) -> Decimal | None:
    """Add amounts up; None where there is none, or one that is no correction is not said."""
    if not amounts or any(amount is None and not row.is_correction for row, amount in amounts):
        return None
    return sum((amount for _, amount in amounts if amount is not None), Decimal(0))


def _per_100km(amounts: Iterable[tuple[Decimal | None, Counted]]) -> Decimal | None:
    known = [(amount, each.distance_km) for amount, each in amounts if amount is not None]
    km = sum(distance_km for _, distance_km in known)
    return _HUNDRED * sum((amount for amount, _ in known), Decimal(0)) / Decimal(km) if km else None


def _of(rows: Sequence[BookedCost], kind: CostKind) -> list[BookedCost]:
    return [row for row in rows if row.kind == kind]


def _yuan(rows: Iterable[BookedCost]) -> Decimal:
    return sum((row.amount_yuan for row in rows), Decimal(0))
