"""What the figures of one institution are computed from, and how its use is put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from analytics.indicators.definitions import MEDIA, Boundary, Counting, Definition
from analytics.indicators.metering import (
    TRAFFIC_ITEM,
    Choice,
    heats,
    measures_only,
    of_medium,
    signs,
    topmost,
)
from analytics.indicators.use import Series, Use, combined
from analytics.registers import Floats
from models.calendar import Calendar
from models.errors import MissingFactorError, NoCalendarError
from models.factors import Carrier, FactorPurpose, FactorSet, GridFactor, grid_factor
from models.figures import JudgingQuota, MeteringPoint, Occupied, Subject
from models.registry.kinds import Medium, PlaceKind

_CARRIERS: Mapping[Medium, tuple[Carrier, str]] = {
    Medium.ELECTRICITY: (Carrier.ELECTRICITY, "kWh"),
    Medium.GAS: (Carrier.GAS, "m3"),
    Medium.HEAT: (Carrier.HEAT, "GJ"),
}
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
    """One institution: its meters with their days, its places with area and people, and its quotas."""

    subject: Subject
    points: tuple[MeteringPoint, ...]
    use: Use
    occupied: tuple[Occupied, ...]
    quotas: tuple[JudgingQuota, ...]


@dataclass(frozen=True, slots=True)
class Accounts:
    """The use of one institution within boundaries, each put together once; `today` is its local day."""

    facts: Facts
    basis: Basis
    today: date
    _kept: dict[_Key, Series | None] = field(default_factory=dict[_Key, Series | None])

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

    def grid_factor(self, year: int) -> GridFactor:
        """Return the grid factor of a year that is known today; MissingFactorError when there is none."""
        return grid_factor(self.basis.grid_factors, self.basis.grid_region, year, self.today)

    def workdays(self) -> Floats:
        """Return 1 for each workday of the days of use, 0 for others, NaN in years the calendar lacks."""
        return np.array([self._is_workday(day) for day in self.facts.use.days.tolist()])

    def _is_workday(self, day: date) -> float:
        try:
            return float(self.basis.calendar.is_workday(day))
        except NoCalendarError:
            return np.nan

    def _series(self, definition: Definition, rule: Counting) -> Series | None:
        coefficients: dict[int, Floats | float] = {}
        for medium in MEDIA[definition.boundary]:
            entering = _entering(of_medium(self.facts.points, medium), definition.boundary, rule)
            if entering:
                each = self._coefficient(definition.purpose, medium, rule.factor_set)
                coefficients |= {meter: sign * each for meter, sign in entering.items()}
        found = combined(self.facts.use, coefficients)
        return found if found.meters else None

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
        top = {point.id for point in topmost(of)}
        found += [
            point
            for point in of
            if point.id in top or heats(point) or point.item == TRAFFIC_ITEM or lies_outside(point)
        ]
    return found


def _entering(points: Sequence[MeteringPoint], boundary: Boundary, rule: Counting) -> dict[int, float]:
    """Return the meters of one medium whose use makes up what lies within a boundary, with their signs."""
    lies_outside = measures_only(rule.excludes)
    match boundary:
        case Boundary.HEATING:
            return signs([point for point in points if heats(point)], lies_outside)
        case Boundary.NON_HEATING:
            return signs(points, lambda point: heats(point) or _is_out(point, lies_outside, rule))
        case _:
            return signs(points, lambda point: _is_out(point, lies_outside, rule))


def _is_out(point: MeteringPoint, lies_outside: Choice, rule: Counting) -> bool:
    return lies_outside(point) or (rule.excludes_traffic and point.item == TRAFFIC_ITEM)
