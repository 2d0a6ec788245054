"""What each indicator is: which use, converted to what, divided by what, in which unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from models.factors import FactorPurpose
from models.figures import Divisor, JudgingQuota, PeriodKind, Total
from models.quotas import UNITS, DayDivisor, Indicator, PeopleCount
from models.registry.kinds import Medium, PersonKind, PlaceKind


class Boundary(Enum):
    """Which use of an institution an indicator is about; fresh water is without reclaimed water."""

    WATER = auto()
    RECLAIMED_WATER = auto()
    ELECTRICITY = auto()
    GAS = auto()
    HEAT = auto()
    ENERGY = auto()
    NON_HEATING = auto()
    """Energy without what heats buildings."""
    HEATING = auto()
    """What heats buildings, and nothing else."""


_ENERGY = (Medium.ELECTRICITY, Medium.GAS, Medium.HEAT)
MEDIA: Mapping[Boundary, tuple[Medium, ...]] = {
    Boundary.WATER: (Medium.WATER,),
    Boundary.RECLAIMED_WATER: (Medium.RECLAIMED_WATER,),
    Boundary.ELECTRICITY: (Medium.ELECTRICITY,),
    Boundary.GAS: (Medium.GAS,),
    Boundary.HEAT: (Medium.HEAT,),
    Boundary.ENERGY: _ENERGY,
    Boundary.NON_HEATING: _ENERGY,
    Boundary.HEATING: _ENERGY,
}
"""The media whose meters a boundary looks at."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One indicator; `scale` makes its unit of the numerator's: 1000 for litres of m3."""

    indicator: Indicator | Total
    unit: str
    boundary: Boundary
    divisor: Divisor
    purpose: FactorPurpose | None = None
    scale: float = 1.0

    @property
    def is_rate(self) -> bool:
        """Whether it is per day, so that it does not grow over the period."""
        return self.divisor in (Divisor.PERSON_DAYS, Divisor.BED_DAYS)

    def unit_in(self, period: PeriodKind) -> str:
        """Return the unit of a figure; that of a month is not per year: m3/person."""
        if period is not PeriodKind.MONTH:
            return self.unit
        amount, _, per = self.unit.partition("/")
        what = per.strip("()").replace("·a", "")
        return amount if what in ("", "a") else f"{amount}/{what}" if "·" not in what else self.unit


def _total(total: Total, unit: str, boundary: Boundary, purpose: FactorPurpose | None = None) -> Definition:
    return Definition(total, unit, boundary, Divisor.NONE, purpose)


def _judged(
    indicator: Indicator, boundary: Boundary, divisor: Divisor, purpose: FactorPurpose | None = None
) -> Definition:
    scale = 1000.0 if UNITS[indicator].startswith("L/") else 1.0
    return Definition(indicator, UNITS[indicator], boundary, divisor, purpose, scale)


_COAL, _CARBON = FactorPurpose.STANDARD_COAL, FactorPurpose.CARBON

OF_YEARS_AND_MONTHS: tuple[Definition, ...] = (
    _total(Total.WATER, "m3", Boundary.WATER),
    _total(Total.RECLAIMED_WATER, "m3", Boundary.RECLAIMED_WATER),
    _total(Total.ELECTRICITY, "kWh", Boundary.ELECTRICITY),
    _total(Total.GAS, "m3", Boundary.GAS),
    _total(Total.HEAT, "GJ", Boundary.HEAT),
    _total(Total.ENERGY, "kgce", Boundary.ENERGY, _COAL),
    _judged(Indicator.WATER_PER_PERSON, Boundary.WATER, Divisor.PEOPLE),
    _judged(Indicator.WATER_PER_PERSON_DAY, Boundary.WATER, Divisor.PERSON_DAYS),
    _judged(Indicator.WATER_PER_BED_DAY, Boundary.WATER, Divisor.BED_DAYS),
    _judged(Indicator.WATER_PER_AREA, Boundary.WATER, Divisor.AREA),
    _judged(Indicator.ELECTRICITY_PER_AREA, Boundary.ELECTRICITY, Divisor.AREA),
    _judged(Indicator.ENERGY_PER_PERSON, Boundary.ENERGY, Divisor.PEOPLE, _COAL),
    _judged(Indicator.NON_HEATING_ENERGY_PER_AREA, Boundary.NON_HEATING, Divisor.AREA, _COAL),
    _judged(Indicator.CARBON, Boundary.ENERGY, Divisor.NONE, _CARBON),
    _judged(Indicator.CARBON_PER_PERSON, Boundary.ENERGY, Divisor.PEOPLE, _CARBON),
    _judged(Indicator.CARBON_PER_AREA, Boundary.ENERGY, Divisor.AREA, _CARBON),
)

OF_SEASONS: tuple[Definition, ...] = (
    _judged(Indicator.HEATING_ENERGY_PER_HEATED_AREA, Boundary.HEATING, Divisor.HEATED_AREA, _COAL),
)

DEFAULT_KINDS = (PersonKind.STAFF, PersonKind.NON_STAFF, PersonKind.SECONDEE, PersonKind.PROPERTY_STAFF)
"""Who is counted where no quota says."""

DEFAULT_SETS: Mapping[FactorPurpose, str] = {_COAL: "gbt2589", _CARBON: "jst303"}
"""The factor sets where no quota names one: the national standard, and the one for public institutions."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How an indicator is counted: as its quota says, or by default; `factor_set` None: none is needed."""

    quota: JudgingQuota | None
    counts: tuple[PersonKind, ...]
    weights: Mapping[PersonKind, float]
    people: PeopleCount
    day_divisor: DayDivisor | None
    factor_set: str | None
    excludes: frozenset[PlaceKind]
    excludes_traffic: bool


def counting(definition: Definition, quota: JudgingQuota | None) -> Counting:
    """Return how an indicator is counted under the quota that judges it, or by default without one."""
    default_set = DEFAULT_SETS[definition.purpose] if definition.purpose else None
    day_divisor = DayDivisor.CALENDAR_DAYS if definition.is_rate else None
    if quota is None:
        kinds = _kinds(definition, ())
        return Counting(None, kinds, {}, PeopleCount.MEAN, day_divisor, default_set, frozenset(), False)
    named = quota.quota
    return Counting(
        quota,
        _kinds(definition, named.counts),
        named.weights,
        named.people,
        (named.day_divisor or day_divisor) if definition.is_rate else None,
        (named.factor_set or default_set) if definition.purpose else None,
        frozenset(named.excludes),
        named.excludes_traffic,
    )


def _kinds(definition: Definition, named: tuple[PersonKind, ...]) -> tuple[PersonKind, ...]:
    match definition.divisor:
        case Divisor.PEOPLE | Divisor.PERSON_DAYS:
            return named or DEFAULT_KINDS
        case Divisor.BED_DAYS:
            return named or (PersonKind.BED,)
        case Divisor.AREA | Divisor.HEATED_AREA | Divisor.NONE:
            return ()
