"""Sites, the places inside them, and the area and people of a place over time."""

from datetime import date

from pydantic import Field, field_validator

from models.registry.codes import Code, Entry, NonNegative, Zone
from models.registry.kinds import PersonKind, PlaceKind
from models.registry.spans import after_it_begins


class Site(Entry):
    """A compound with one address and one time zone; its code stands in the topics of its devices.

    `heating` is its heating region in config/calendar/heating.yaml; None: it has no heating season.
    """

    code: Code
    name: str
    name_en: str = ""
    timezone: Zone = "Asia/Shanghai"
    institution: Code
    heating: Code | None = None


class Place(Entry):
    """A building, floor or space; `parent` is a place or the site, `institution` is inherited from it."""

    code: Code
    name: str
    name_en: str = ""
    kind: PlaceKind
    parent: Code
    institution: Code | None = None


class Occupancy(Entry):
    """Area and people of a place from a day on, until the next entry of that place begins.

    `people` counts heads by kind (outpatients and meals: a year's); `valid_to` is the first day that no
    longer counts. The area of a place contains that of the places in it.
    """

    place: Code
    valid_from: date
    valid_to: date | None = None
    area_m2: NonNegative | None = None
    heated_area_m2: NonNegative | None = None
    people: dict[PersonKind, NonNegative] = Field(default_factory=dict)

    _order = field_validator("valid_to")(after_it_begins)
