"""Quotas (定额) as data: each value with its unit, source, dates and how sure we are of it."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from models.registry import Code, Entry, PersonKind, Positive


class SourceStatus(StrEnum):
    """How well a published figure is confirmed (docs/decisions, standards)."""

    CONFIRMED = "confirmed"
    SINGLE_SOURCE = "single_source"
    UNVERIFIED = "unverified"
    ABSENT = "absent"


class Indicator(StrEnum):
    """What is judged. Values are the names used in SQL, API and dashboards."""

    WATER_PER_PERSON = "water_per_person"


class Tier(Entry):
    """One named value of a quota: what it is for, and what follows when it is passed."""

    name: str
    name_en: str
    value: Positive | None
    purpose: str
    consequence: str = ""


class Quota(Entry):
    """One quota of a standard for a category of institutions.

    `limit` names the tier that existing users are judged by; `counts` are the kinds of people in the
    denominator, as the standard says.
    """

    code: Code
    indicator: Indicator
    category: str
    unit: str
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    limit: str
    counts: tuple[PersonKind, ...]
    source: str = Field(min_length=1)
    table: str = ""
    year: int
    valid_from: date
    valid_to: date | None = None
    status: SourceStatus
    note: str = ""

    def limit_value(self) -> float | None:
        """Return the value that judges existing users, in `unit`; None where the standard is blank."""
        return next((tier.value for tier in self.tiers if tier.name == self.limit), None)


class QuotaFile(Entry):
    """One file of config/quotas/."""

    quotas: tuple[Quota, ...]
