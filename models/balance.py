"""What a balance is made of: measuring points in their tree, meters fitted and required, nights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.registry import Medium

BALANCED: Mapping[Medium, str] = {
    Medium.WATER: "volume_m3",
    Medium.RECLAIMED_WATER: "volume_m3",
    Medium.ELECTRICITY: "energy_kwh",
    Medium.GAS: "volume_m3",
    Medium.HEAT: "heat_gj",
}
"""The quantity in which each medium adds up; reverse and reactive registers are in no balance."""


@dataclass(frozen=True, slots=True)
class Site:
    """A site with the time zone its days are counted in."""

    code: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Point:
    """A measuring point that had a meter at some time of a period.

    `parent` may be a point that had none then, or one outside what is looked at. `fitted`: a meter is in
    place at the end of the period, silent or not.
    """

    id: int
    code: str
    name: str
    medium: str
    unit: str
    level: int
    parent: int | None = None
    item: str = ""
    institution: str = ""
    in_place: bool = True
    fitted: bool = True


@dataclass(frozen=True, slots=True)
class Fitting:
    """Meters of one level that an institution has and must have; `required` None: nobody said how many."""

    institution: str
    institution_name: str
    medium: str
    level: int
    fitted: int
    required: int | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Night:
    """The least flow of one local night [m3/h]; None: no hour of it is well measured.

    `meter` is the second-level meter of the zone, None for the whole site; `share` is that of the day's mean.
    """

    meter: str | None
    name: str | None
    day: date
    flow_m3h: float | None
    share: float | None
