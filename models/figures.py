"""Figures of institutions: whom they are about, what they are made of, and the row they become."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.quotas import DayDivisor, Indicator, Quota


class PeriodKind(StrEnum):
    """What a figure is about: a year, one of its months, or a heating season."""

    YEAR = "year"
    MONTH = "month"
    HEATING_SEASON = "heating_season"


class Total(StrEnum):
    """What an institution uses altogether: figures that nothing divides and no quota judges."""

    WATER = "water"
    RECLAIMED_WATER = "reclaimed_water"
    ELECTRICITY = "electricity"
    GAS = "gas"
    HEAT = "heat"
    ENERGY = "energy"


class Divisor(StrEnum):
    """What an amount is divided by."""

    NONE = "none"
    PEOPLE = "people"
    PERSON_DAYS = "person_days"
    BED_DAYS = "bed_days"
    AREA = "area"
    HEATED_AREA = "heated_area"


class DueBasis(StrEnum):
    """How the share of a period that is due was found."""

    PROFILE = "profile"
    """By what the institution used in each month of the last period."""
    HEATING = "heating"
    """Heated days alike and others alike, as the institution's own weeks of either went."""
    DAYS = "days"
    """Every day alike."""


class CheckReason(StrEnum):
    """Why a person should look at a figure before believing it."""

    NO_PEOPLE = "no_people"
    """Nobody of the kinds that count is recorded on any observed day."""
    NO_PEOPLE_PART = "no_people_part"
    """On some observed days nobody says how many people there were: the mean is of the others."""
    NO_AREA = "no_area"
    """No area is recorded, or it is 0."""
    NO_AREA_PART = "no_area_part"
    """On some observed days no area is recorded: the mean is of the others."""
    FACTOR_MISSING = "factor_missing"
    """The factor set or the grid has no value for an energy that is used."""
    NO_CALENDAR = "no_calendar"
    """The calendar does not know the workdays of the year."""
    SILENT_METER = "silent_meter"
    """A main meter that was in place has no reading in the observed days."""
    LOW_COVERAGE = "low_coverage"
    """Less than 80 % of the observed days is metered."""
    HIGH_ESTIMATED = "high_estimated"
    """More than 10 % of the amount is estimated."""
    PARTLY_METERED = "partly_metered"
    """The period is over and was not metered wholly: no tier judges it."""
    BELOW_GUIDE = "below_guide"
    """The whole period is below the best tier of its quota: as unusual as one above the worst."""
    PEOPLE_JUMP = "people_jump"
    """The people changed by more than 10 % since last year."""
    AREA_JUMP = "area_jump"
    """The area changed by more than 10 % since last year."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An institution with the zone it counts its days in and the heating region its site follows."""

    id: int
    code: str
    zone: str
    heating: str | None = None


@dataclass(frozen=True, slots=True)
class JudgingQuota:
    """A quota assigned to an institution, for the days on which it judges it (`valid_to` None: no end)."""

    id: int
    valid_from: date
    valid_to: date | None
    quota: Quota


@dataclass(frozen=True, slots=True)
class Occupied:
    """Area and people of one place from a day on and before another (None: no end).

    `within` are the places it lies in; `kinds` are its own kind and theirs. Areas are None where nobody
    gave one. `is_own`: it belongs to the institution or one below it, and does not just lie within.
    """

    place: int
    within: frozenset[int]
    kinds: frozenset[str]
    valid_from: date
    valid_to: date | None
    area_m2: float | None
    heated_area_m2: float | None
    people: Mapping[str, float]
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class MeteringPoint:
    """A meter in the trees of an institution: its `ancestors`, and the kinds of the places it measures.

    `is_own`: it belongs to the institution or one below it; else to another one, before or behind its own.
    `kinds` has one set for each place it serves, or for the place it stands in where it serves none: the
    place's own kind and those of the places around it. It was in place from `installed_from` on and
    before `installed_to` (None: no end); both None: nobody installed a meter.
    """

    id: int
    code: str
    medium: str
    quantity: str
    item: str
    ancestors: frozenset[int]
    kinds: tuple[frozenset[str], ...]
    installed_from: date | None
    installed_to: date | None
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Composition:
    """A value with what it is made of; None where it cannot be computed or does not apply."""

    value: float | None
    numerator: float | None
    denominator: float | None
    divisor: Divisor
    day_divisor: DayDivisor | None
    counted: tuple[str, ...]
    factor_set: str | None
    grid_region: str | None
    grid_data_year: int | None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """How well an amount is known, and on which days; `observed_to` is the last of them."""

    coverage: float
    estimated_share: float
    observed_days: float
    observed_from: date
    observed_to: date


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a period has come with its quota, and where it goes; None where nothing can be said."""

    quota_id: int | None
    quota_value: float | None
    tier: str | None
    used_share: float | None
    due_share: float
    due_basis: DueBasis
    projected: float | None
    projected_low: float | None
    projected_high: float | None
    limit_date: date | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figure of the same days before; None where they are not metered."""

    value_last_year: float | None
    value_last_period: float | None


@dataclass(frozen=True, slots=True)
class OwnWeeks:
    """What earlier weeks of its own come to over the whole period, and on which days; None: not enough."""

    own_value: float | None
    own_from: date | None
    own_to: date | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of indicator_value; `period_end` is the first day after the period."""

    institution_id: int
    indicator: Indicator | Total
    period: PeriodKind
    period_start: date
    period_end: date
    unit: str
    composition: Composition
    knowledge: Knowledge
    standing: Standing
    comparison: Comparison
    own_weeks: OwnWeeks
    check_reasons: tuple[CheckReason, ...]
    computed_at: datetime
