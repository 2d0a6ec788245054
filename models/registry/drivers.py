"""Drivers: who drives an institution's vehicles, until when by their licence, and on which days."""

from datetime import date

from pydantic import Field, field_validator

from models.registry.codes import Code, Entry
from models.registry.duty import Turn
from models.registry.spans import after_it_begins


class Driver(Entry):
    """Somebody who drives from `valid_from` until just before `valid_to`.

    `licence_until` is the last day on which the licence holds; `duty` are the days on which they are on duty.
    """

    code: Code
    name: str = Field(min_length=1)
    institution: Code
    phone: str = ""
    licence_class: str = Field(min_length=1)
    licence_until: date
    valid_from: date
    valid_to: date | None = None
    duty: tuple[Turn, ...] = ()

    _order = field_validator("valid_to")(after_it_begins)
