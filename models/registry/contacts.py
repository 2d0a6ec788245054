"""Contacts: who is told of an institution's alerts, of which of them, when, and by which channel."""

from datetime import time
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from models.alerts import Severity
from models.registry.codes import Code, Entry, TimeOfDay, Zone
from models.registry.kinds import Language

MAIL = "mail"
"""The channel of everybody who names none; any other is the name of a secret (GUANJIA_CHANNELS_FILE)."""


class ReportKind(StrEnum):
    """What an institution's contacts may ask for by mail, beside alerts."""

    DAILY = "daily"
    MONTHLY = "monthly"


class QuietHours(Entry):
    """Local times between which only what is critical is sent; `from` after `to` reaches over midnight.

    `timezone` None: that of the institution's site.
    """

    begins: TimeOfDay = Field(alias="from")
    ends: TimeOfDay = Field(alias="to")
    timezone: Zone | None = None

    @model_validator(mode="after")
    def _ends_some_time(self) -> Self:
        if self.begins == self.ends:
            raise ValueError("from and to are the same: leave quiet_hours out, or write another time")
        return self


class Contact(Entry):
    """Somebody who gets an institution's mail.

    `from_severity`: the least severe that is told; `groups`: the groups of rules, all where there is none;
    `subtree`: also of all institutions below; `only_on_duty`: only on days on which the rota has them.
    `reports` come from the local time `reports_at` on; with `only_when_something` no digest of a quiet day.
    """

    name: str
    email: Annotated[str, Field(pattern=r"^[^@\s<>\",;]+@[^@\s<>\",;]+$", max_length=254)]
    language: Language = Language.ZH_CN
    from_severity: Severity = Severity.INFO
    groups: tuple[Code, ...] = ()
    subtree: bool = False
    only_on_duty: bool = False
    quiet_hours: QuietHours | None = None
    channels: Annotated[tuple[Code, ...], Field(min_length=1)] = (MAIL,)
    reports: tuple[ReportKind, ...] = ()
    reports_at: TimeOfDay = time(7, 30)
    only_when_something: bool = False

    @field_validator("groups", "channels")
    @classmethod
    def _once_each(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(names)) < len(names):
            raise ValueError("a name stands there twice: keep one")
        return names

    @field_validator("reports")
    @classmethod
    def _in_order(cls, kinds: tuple[ReportKind, ...]) -> tuple[ReportKind, ...]:
        return tuple(kind for kind in ReportKind if kind in kinds)
