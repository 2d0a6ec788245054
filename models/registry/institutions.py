"""Institutions: the tree they form, who gets their mail, which quotas judge them."""

from datetime import date

from pydantic import field_validator

from models.registry.codes import Code, Entry
from models.registry.contacts import Contact
from models.registry.duty import DutyTurn
from models.registry.kinds import InstitutionType
from models.registry.spans import after_it_begins


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
    duty: tuple[DutyTurn, ...] = ()
    quotas: tuple[QuotaAssignment, ...] = ()
