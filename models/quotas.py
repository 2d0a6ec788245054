"""Quotas (定额) as data: each value with its unit, source, dates and how sure we are of it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from models.factors import RESULT_UNITS, FactorPurpose
from models.registry import Code, Entry, PersonKind, PlaceKind, Positive
from models.sources import SourceStatus

__all__ = [
    "UNITS",
    "DayDivisor",
    "Indicator",
    "JudgedPeriod",
    "PeopleCount",
    "Quota",
    "QuotaFile",
    "SourceStatus",
    "Tier",
    "TierScheme",
]


class Indicator(StrEnum):
    """What is judged. Values are the names used in SQL, API and dashboards."""

    WATER_PER_PERSON = "water_per_person"
    WATER_PER_PERSON_DAY = "water_per_person_day"
    WATER_PER_BED_DAY = "water_per_bed_day"
    WATER_PER_AREA = "water_per_area"
    ELECTRICITY_PER_AREA = "electricity_per_area"
    NON_HEATING_ENERGY_PER_AREA = "non_heating_energy_per_area"
    HEATING_ENERGY_PER_HEATED_AREA = "heating_energy_per_heated_area"
    ENERGY_PER_PERSON = "energy_per_person"
    DATA_CENTRE_EUE = "data_centre_eue"
    CARBON = "carbon"
    CARBON_PER_PERSON = "carbon_per_person"
    CARBON_PER_AREA = "carbon_per_area"


UNITS: Mapping[Indicator, str] = {
    Indicator.WATER_PER_PERSON: "m3/(person·a)",
    Indicator.WATER_PER_PERSON_DAY: "L/(person·d)",
    Indicator.WATER_PER_BED_DAY: "L/(bed·d)",
    Indicator.WATER_PER_AREA: "m3/(m2·a)",
    Indicator.ELECTRICITY_PER_AREA: "kWh/(m2·a)",
    Indicator.NON_HEATING_ENERGY_PER_AREA: "kgce/(m2·a)",
    Indicator.HEATING_ENERGY_PER_HEATED_AREA: "kgce/m2",
    Indicator.ENERGY_PER_PERSON: "kgce/(person·a)",
    Indicator.DATA_CENTRE_EUE: "1",
    Indicator.CARBON: "kgCO2/a",
    Indicator.CARBON_PER_PERSON: "kgCO2/(person·a)",
    Indicator.CARBON_PER_AREA: "kgCO2/(m2·a)",
}
"""The one unit each indicator is computed and judged in; heating is per heating season."""


class TierScheme(StrEnum):
    """How the tiers of a quota belong together."""

    LADDER = "ladder"
    """引导值 <= 基准值 <= 约束值, and lower is better: a value stands on one of its rungs."""
    PURPOSES = "purposes"
    """Values for other purposes (water: 先进值 for new projects): only the limit judges."""


class JudgedPeriod(StrEnum):
    """What a tier judges as a whole; within it there is only progress."""

    YEAR = "year"
    HEATING_SEASON = "heating_season"


class PeopleCount(StrEnum):
    """How dated figures of people become one number."""

    MEAN = "mean"
    """Days present over days of the period: the time-weighted mean."""
    YEAR_END = "year_end"
    """Those of the period's last day."""


class DayDivisor(StrEnum):
    """Which days a figure per day is divided by."""

    CALENDAR_DAYS = "calendar_days"
    WORKDAYS = "workdays"


class Tier(Entry):
    """One named value of a quota: what it is for, and what follows when it is passed."""

    name: str
    name_en: str
    value: Positive | None
    purpose: str
    consequence: str = ""


class Quota(Entry):
    """One quota of a standard for a category of institutions, in a climate zone where it has them.

    `limit` names the tier that existing users are judged by; `counts` are the kinds of people in the
    denominator, as the standard says, each with its weight (1 where `weights` says nothing). Use and
    area of places of the kinds in `excludes` are left out of the figure. What spans fields and factor
    sets is checked by `models.quota_checks`.
    """

    code: Code
    indicator: Indicator
    category: str
    zone: str = ""
    unit: str = Field(min_length=1)
    scheme: TierScheme = TierScheme.PURPOSES
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    limit: str
    counts: tuple[PersonKind, ...] = ()
    weights: dict[PersonKind, Positive] = Field(default_factory=dict[PersonKind, Positive])
    people: PeopleCount = PeopleCount.MEAN
    period: JudgedPeriod = JudgedPeriod.YEAR
    day_divisor: DayDivisor | None = None
    factor_set: Code | None = None
    excludes: tuple[PlaceKind, ...] = ()
    excludes_traffic: bool = False
    source: str = Field(min_length=1)
    table: str = ""
    year: int | None = None
    valid_from: date
    valid_to: date | None = None
    status: SourceStatus
    note: str = ""

    def limit_value(self) -> float | None:
        """Return the value that judges existing users, in `unit`; None where the standard is blank."""
        return next((tier.value for tier in self.tiers if tier.name == self.limit), None)

    def purpose(self) -> FactorPurpose | None:
        """Return what its factor set must convert to; None where the unit needs no conversion."""
        result = self.unit.partition("/")[0]
        return next((purpose for purpose, units in RESULT_UNITS.items() if result in units), None)


class QuotaFile(Entry):
    """One file of config/quotas/."""

    quotas: tuple[Quota, ...]
