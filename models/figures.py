"""Figures of institutions: whom they are about, what they are judged by, and the row they become."""

from dataclasses import dataclass
from datetime import date, datetime

from models.quotas import Indicator


@dataclass(frozen=True, slots=True)
class Subject:
    """An institution with the time zone it counts its days in."""

    id: int
    code: str
    zone: str


@dataclass(frozen=True, slots=True)
class JudgingQuota:
    """The quota that judges a subject; `value` is that of its limit tier, None where it is blank."""

    id: int
    code: str
    unit: str
    counts: tuple[str, ...]
    value: float | None


@dataclass(frozen=True, slots=True)
class Headcount:
    """People of the kinds that count at one place, from a day on and before another (None: no end).

    `within` are the places it lies in.
    """

    place: int
    within: frozenset[int]
    valid_from: date
    valid_to: date | None
    people: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of indicator_value; `period_end` is the first day after the period."""

    institution_id: int
    indicator: Indicator
    period_start: date
    period_end: date
    value: float
    unit: str
    numerator: float
    denominator: float
    coverage: float
    estimated_share: float
    observed_days: float
    quota_id: int
    quota_value: float | None
    used_share: float | None
    due_share: float
    projected: float
    computed_at: datetime
