"""How a site uses water, energy and vehicles, as people write it: one file of config/scenarios/use/."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from models.registry import Code, Entry, NonNegative, Positive


class Pattern(StrEnum):
    """How a day's use is spread over its hours (simulators/patterns.py)."""

    OFFICE = "office"
    CANTEEN = "canteen"
    PUBLIC = "public"
    CLEANING = "cleaning"
    CONSTANT = "constant"
    DARKNESS = "darkness"
    CHARGING = "charging"
    IRRIGATION = "irrigation"


class Season(StrEnum):
    """What a day's use depends on besides the calendar (simulators/weather.py)."""

    NONE = "none"
    HEATING = "heating"
    COOLING = "cooling"
    HEATING_AND_COOLING = "heating_and_cooling"
    DAYLIGHT = "daylight"


class Use(Entry):
    """The use behind one lowest meter, in its unit: per workday, per rest day, and per hour without pause.

    `steadiness` is the shape of the noise: 1 is water drawn by the tap, 50 a machine that runs through.
    """

    meter: Code
    pattern: Pattern
    workday: NonNegative = 0.0
    restday: NonNegative = 0.0
    base_per_hour: NonNegative = 0.0
    season: Season = Season.NONE
    steadiness: Positive = 4.0
    zone: Code | None = None

    @model_validator(mode="after")
    def _irrigation_has_a_zone(self) -> "Use":
        if (self.pattern is Pattern.IRRIGATION) != (self.zone is not None):
            raise ValueError("pattern irrigation, and no other, names its green zone in `zone`")
        return self


class GreenZone(Entry):
    """A lawn watered by soil moisture from the reclaimed water tank; `sensor` reports the moisture."""

    code: Code
    area_m2: Positive
    sensor: Code


class ReclaimedPlant(Entry):
    """The plant and the tank that feed the greening; `level_sensor` reports the tank's level."""

    m3_per_day: Positive
    tank_m3: Positive
    tank_area_m2: Positive
    level_sensor: Code


class Destination(Entry):
    """Somewhere vehicles are sent; `weight` is how often, relative to the others."""

    name: str
    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]
    weight: Positive = 1.0


class Pool(Entry):
    """Where the vehicles live and where they go."""

    home_lon: Annotated[float, Field(ge=-180, le=180)]
    home_lat: Annotated[float, Field(ge=-90, le=90)]
    altitude_m: float = 0.0
    trips_per_workday: NonNegative = 0.5
    night_trips_per_day: NonNegative = 0.04
    destinations: Annotated[tuple[Destination, ...], Field(min_length=1)]


class HeatingSeason(Entry):
    """The first and the last day of heating, as MM-DD."""

    first: Annotated[str, Field(pattern=r"^\d\d-\d\d$")] = "11-01"
    last: Annotated[str, Field(pattern=r"^\d\d-\d\d$")] = "03-31"

    def contains(self, day: date) -> bool:
        """Tell whether `day` is heated; a season may run over New Year."""
        month_day = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= month_day <= self.last
        return month_day >= self.first or month_day <= self.last


class UseFile(Entry):
    """One file of config/scenarios/use/.

    `holidays` are weekdays off and `makeup_workdays` weekend days worked, over the plain five-day week.
    """

    holidays: tuple[date, ...] = ()
    makeup_workdays: tuple[date, ...] = ()
    heating_season: HeatingSeason = HeatingSeason()
    uses: tuple[Use, ...] = ()
    reclaimed: ReclaimedPlant | None = None
    zones: tuple[GreenZone, ...] = ()
    pool: Pool | None = None

    def is_workday(self, day: date) -> bool:
        """Tell whether the site works on `day`."""
        if day in self.makeup_workdays:
            return True
        return day.weekday() < 5 and day not in self.holidays
