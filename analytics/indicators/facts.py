"""What the figures of one institution are computed from, and how its use is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from analytics.indicators.definitions import MEDIA, Boundary, Counting, Definition
from analytics.indicators.metering import (
    TRAFFIC_ITEM,
    Choice,
    Part,
    heats,
    measures_only,
    nearest,
    of_medium,
    parts,
)
from analytics.indicators.occupancy import area_by_day, people_by_day
from analytics.indicators.use import Series, Use, combined
from analytics.known_days import NO, Codes, KnownDays
from analytics.registers import Floats
from models.calendar import Calendar
from models.errors import MissingFactorError, NoCalendarError
from models.factors import Carrier, FactorPurpose, FactorSet, GridFactor, grid_factor
from models.figures import Divisor, JudgingQuota, MeteringPoint, Occupied, Subject
from models.registry.kinds import Medium, PlaceKind

_CARRIERS: Mapping[Medium, tuple[Carrier, str]] = {
    Medium.ELECTRICITY: (Carrier.ELECTRICITY, "kWh"),
    Medium.GAS: (Carrier.GAS, "m3"),
    Medium.HEAT: (Carrier.HEAT, "GJ"),
}
_DivisorKey = tuple[Divisor, tuple[str, ...], frozenset[tuple[str, float]], frozenset[PlaceKind]]
_Key = tuple[Boundary, FactorPurpose | None, str | None, frozenset[PlaceKind], bool]


@dataclass(frozen=True, slots=True)
class Basis:
    """What holds for all institutions: the calendar, the factors, and whose grid electricity comes from."""

    calendar: Calendar
    factor_sets: Mapping[str, FactorSet]
    grid_factors: tuple[GridFactor, ...]
    grid_region: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One institution: its meters with their days, its places with area and people, and its quotas.

    What belongs to an institution below it is its own; what of others lies before or behind is there too.
    """

    subject: Subject
    points: tuple[MeteringPoint, ...]
    use: Use
    occupied: tuple[Occupied, ...]
    quotas: tuple[JudgingQuota, ...]


@dataclass(frozen=True, slots=True)
class Accounts:
    """The use of one institution within boundaries, and what divides it, each put together once.

    `today` is its local day.
    """

    facts: Facts
    basis: Basis
    today: date
    _kept: dict[_Key, Series | None] = field(default_factory=dict[_Key, Series | None])
    _divisors: dict[_DivisorKey, Floats | None] = field(default_factory=dict[_DivisorKey, Floats | None])
    _heated: dict[str, Codes] = field(default_factory=dict[str, Codes])

    def series(self, definition: Definition, rule: Counting) -> Series | None:
        """Return the use an indicator is about, converted; None where no meter counts any of it.

        Raises
        ------
        MissingFactorError
            When a medium that is metered has no factor.
        """
        key = (
            definition.boundary,
            definition.purpose,
            rule.factor_set,
            rule.excludes,
            rule.excludes_traffic,
        )
        if key not in self._kept:
            self._kept[key] = self._series(definition, rule)
        return self._kept[key]

    def by_day(self, divisor: Divisor, rule: Counting) -> Floats | None:
        """Return the people [1] or the area [m2] of each day of use; None for what nothing divides."""
        key = (divisor, rule.counts, frozenset(rule.weights.items()), rule.excludes)
        if key not in self._divisors:
            self._divisors[key] = self._by_day(divisor, rule)
        return self._divisors[key]

    def _by_day(self, divisor: Divisor, rule: Counting) -> Floats | None:
        occupied, days = self.facts.occupied, self.facts.use.days
        match divisor:
            case Divisor.NONE:
                return None
            case Divisor.PEOPLE | Divisor.PERSON_DAYS | Divisor.BED_DAYS:
                return people_by_day(occupied, rule.counts, rule.weights, days)
            case Divisor.AREA:
                return area_by_day(occupied, lambda entry: entry.area_m2, rule.excludes, days)
            case Divisor.HEATED_AREA:
                return area_by_day(occupied, lambda entry: entry.heated_area_m2, rule.excludes, days)

    def grid_factor(self, year: int) -> GridFactor:
        """Return the grid factor of a year that is known today; MissingFactorError when there is none."""
        return grid_factor(self.basis.grid_factors, self.basis.grid_region, year, self.today)

    def workdays(self) -> Floats:
        """Return 1 for each workday of the days of use, 0 for others, NaN in years the calendar lacks."""
        return np.array([self._is_workday(day) for day in self.facts.use.days.tolist()])

    def kinds_of_days(self, boundary: Boundary) -> Codes | None:
        """Return the codes of heated days, of others, and of days in years without a table.

        All are alike where nothing within the boundary heats; None where something does and nobody says
        which heating region the site follows.
        """
        if not self._heats(boundary):
            return np.full(len(self.facts.use.days), NO, dtype=np.int8)
        region = self.facts.subject.heating
        if region is None:
            return None
        if region not in self._heated:
            self._heated[region] = KnownDays(self.basis.calendar).heated(self.facts.use.days, region)
        return self._heated[region]

    def _heats(self, boundary: Boundary) -> bool:
        media = () if boundary is Boundary.NON_HEATING else MEDIA[boundary]
        return any(point.is_own and heats(point) for m in media for point in of_medium(self.facts.points, m))

    def _is_workday(self, day: date) -> float:
        try:
            return float(self.basis.calendar.is_workday(day))
        except NoCalendarError:
            return np.nan

    def parts(self, definition: Definition, rule: Counting) -> dict[int, Part]:
        """Return how each meter enters the use an indicator is about, converted by its factor.

        Raises
        ------
        MissingFactorError
            When a medium that is metered has no factor.
        """
        found: dict[int, Part] = {}
        for medium in MEDIA[definition.boundary]:
            entering = _entering(of_medium(self.facts.points, medium), definition.boundary, rule)
            if entering:
                factor = self._coefficient(definition.purpose, medium, rule.factor_set)
                found |= {meter: replace(part, factor=factor) for meter, part in entering.items()}
        return found

    def _series(self, definition: Definition, rule: Counting) -> Series | None:
        series = combined(self.facts.use, self.parts(definition, rule))
        return series if series.meters else None

    def _coefficient(
        self, purpose: FactorPurpose | None, medium: Medium, factor_set: str | None
    ) -> Floats | float:
        if purpose is None:
            return 1.0
        if purpose is FactorPurpose.CARBON and medium is Medium.ELECTRICITY:
            return self._grid()
        known = self.basis.factor_sets.get(factor_set or "")
        if known is None:
            raise MissingFactorError(
                f"there is no factor set {factor_set}: load the files of config/factors/ into the registry"
            )
        carrier, unit = _CARRIERS[medium]
        return known.coefficient(carrier).per(unit)

    def _grid(self) -> Floats:
        """Return kgCO2/kWh of each day; NaN in years for which nothing is published."""
        years = self.facts.use.days.astype("datetime64[Y]").astype(np.int64) + 1970
        values = np.full(len(years), np.nan)
        for year in np.unique(years).tolist():
            try:
                values[years == year] = self.grid_factor(year).value
            except MissingFactorError:
                continue
        return values


def needed(points: Sequence[MeteringPoint], quotas: Sequence[JudgingQuota]) -> list[MeteringPoint]:
    """Return the meters whose days any figure may need: main meters, and what may be taken out of them."""
    excludes = frozenset(kind for quota in quotas for kind in quota.quota.excludes)
    lies_outside = measures_only(excludes)
    found: list[MeteringPoint] = []
    for medium in Medium:
        of = of_medium(points, medium)
        above = nearest(of)
        found += [point for point in of if _may_enter(point, above[point.id], lies_outside)]
    return found


def _may_enter(point: MeteringPoint, above: MeteringPoint | None, lies_outside: Choice) -> bool:
    """Tell whether a boundary or another owner may begin at a meter."""
    if point.is_own is not (above is not None and above.is_own):
        return True
    return point.is_own and (heats(point) or point.item == TRAFFIC_ITEM or lies_outside(point))


def _entering(points: Sequence[MeteringPoint], boundary: Boundary, rule: Counting) -> dict[int, Part]:
    """Return the meters of one medium whose use makes up what lies within a boundary."""
    lies_outside = measures_only(rule.excludes)
    match boundary:
        case Boundary.HEATING:
            return parts(points, heats, lies_outside)
        case Boundary.NON_HEATING:
            return parts(points, _any, lambda point: heats(point) or _is_out(point, lies_outside, rule))
        case _:
            return parts(points, _any, lambda point: _is_out(point, lies_outside, rule))


def _any(_: MeteringPoint) -> bool:
    return True


def _is_out(point: MeteringPoint, lies_outside: Choice, rule: Counting) -> bool:
    return lies_outside(point) or (rule.excludes_traffic and point.item == TRAFFIC_ITEM)
