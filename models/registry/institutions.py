"""Institutions: the tree they form, who gets their mail, which quotas judge them."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from models.registry.codes import Code, Entry
from models.registry.kinds import InstitutionType, Language
from models.registry.spans import after_it_begins
from models.registry.times import TimeOfDay


class ReportKind(StrEnum):
    """What an institution's contacts may ask for by mail, beside alerts."""

    DAILY = "daily"
    MONTHLY = "monthly"


class Contact(Entry):
    """Somebody who gets an institution's mail.

    `reports` come from the local time `reports_at` on; with `only_when_something` no digest of a quiet day.
    """

    name: str
    email: Annotated[str, Field(pattern=r"^[^@\s<>\",;]+@[^@\s<>\",;]+$", max_length=254)]
    language: Language = Language.ZH_CN
    reports: tuple[ReportKind, ...] = ()
    reports_at: TimeOfDay = time(7, 30)
    only_when_something: bool = False

    @field_validator("reports")
    @classmethod
    def _in_order(cls, kinds: tuple[ReportKind, ...]) -> tuple[ReportKind, ...]:
        return tuple(kind for kind in ReportKind if kind in kinds)


class QuotaAssignment(Entry):
    """Which quota judges an institution, and since when; `quota` is the code of one in config/quotas/."""

    quota: Code
    valid_from: date
    valid_to: date | None = None

    _order = field_validator("valid_to")(after_it_begins)


class Institution(Entry):
    """An institution, or a region or unit of the tree that institutions form."""

    code: Code
    name: str
    name_en: str = ""
    type: InstitutionType
    parent: Code | None = None
    contacts: tuple[Contact, ...] = ()
    quotas: tuple[QuotaAssignment, ...] = ()
