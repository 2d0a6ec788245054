"""One change of the registry, as people read it."""

from dataclasses import dataclass
from enum import StrEnum


class ChangeKind(StrEnum):
    """What happens to an entry."""

    ADD = "add"
    """It did not exist."""
    CHANGE = "change"
    """One of its fields gets another value."""
    END = "end"
    """It gets a last moment that the file gives."""
    CLOSE = "close"
    """It ends because the next one begins: a meter swap, new figures of a place, another tracker."""


class Subject(StrEnum):
    """What is changed."""

    FACTOR_SET = "factor set"
    GRID_FACTOR = "grid factor"
    QUOTA = "quota"
    INSTITUTION = "institution"
    SITE = "site"
    PLACE = "place"
    OCCUPANCY = "occupancy"
    DEVICE = "device"
    METER = "meter"
    VIRTUAL_METER = "virtual meter"
    REQUIREMENT = "metering requirement"
    INSTALLATION = "installation"
    VEHICLE = "vehicle"
    TRACKER = "tracker"
    DRIVER = "driver"


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `code` is that of the entry, or of the meter, place or plate that a dated entry belongs to.

    `name` is what people call it; `before` and `after` are texts, instants in the site's time zone.
    """

    kind: ChangeKind
    subject: Subject
    code: str
    name: str
    field: str = ""
    before: str = ""
    after: str = ""
