"""Rules about vehicles: what they look at, and when they fire."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from models.geofences import Geofence
from models.registry import Code, NonNegative, Positive
from models.rules.entry import RuleEntry
from models.rules.parts import Duration
from models.rules.schedule import Schedule

_TWO_HOURS = timedelta(hours=2)


class FencedRule(RuleEntry):
    """A rule that looks at geofences: `fences` are codes of config/geofences/.

    Whoever reads the rules gives them the fences they name, so that a rule and its fences are always of one
    reading.
    """

    fences: tuple[Code, ...] = ()
    _needs_fences: ClassVar[bool] = True
    _areas: tuple[Geofence, ...] = PrivateAttr(default=())

    @property
    def areas(self) -> tuple[Geofence, ...]:
        """The fences it names, in the order they are named."""
        return self._areas

    def with_fences(self, known: Mapping[str, Geofence]) -> Self:
        """Return the rule with its fences; `known` must hold all that it names."""
        copy = self.model_copy()
        copy._areas = tuple(known[code] for code in self.fences)
        return copy

    @model_validator(mode="after")
    def _names_its_fences(self) -> Self:
        if self._needs_fences and not self.fences:
            raise ValueError("name one fence or more in `fences`, by their codes in config/geofences/")
        return self


class Crossing(StrEnum):
    """Which way of being somewhere is worth an alarm."""

    LEAVES = "leaves"
    """Outside every one of the fences."""
    ENTERS = "enters"
    """Inside one of the fences."""


class GeofenceRule(FencedRule):
    """Fires on the minutes a vehicle stays outside, or inside, its fences without a break.

    Counted is the longest such stay within the last `within`, so that what a tracker sends late is seen too.
    What is nearer to an edge than `margin_m` is on the quiet side of it.
    """

    kind: Literal["geofence"]
    crossing: Crossing
    margin_m: NonNegative = 50.0
    within: Duration = _TWO_HOURS


class SpeedingRule(FencedRule):
    """Fires on the km/h above the limit that a vehicle kept up for `min_lasting`, within the last `within`.

    The limit is `limit_kmh`, or that of a fence in `fences` where it is lower.
    """

    _needs_fences: ClassVar[bool] = False

    kind: Literal["speeding"]
    limit_kmh: Positive
    min_lasting: Duration = timedelta(seconds=60)
    within: Duration = _TWO_HOURS

    @model_validator(mode="after")
    def _is_longer_than_a_fix(self) -> Self:
        if not timedelta() < self.min_lasting < self.within:
            raise ValueError("min_lasting must be longer than 0s, or one bad fix alarms, and below within")
        return self


class OutOfHoursRule(RuleEntry):
    """Fires on the kilometres driven within the last `within` at times that are not `allowed`.

    A time is allowed when one of the schedules holds. The rule's own `schedule` only says when somebody is
    told. What moves less than `min_distance_m`, or slower than `min_speed_kmh` with the ignition off or
    unknown, stands.
    """

    kind: Literal["out_of_hours"]
    allowed: Annotated[tuple[Schedule, ...], Field(min_length=1)]
    min_speed_kmh: Positive = 5.0
    min_distance_m: Positive = 300.0
    within: Duration = timedelta(hours=12)


class OvernightAwayRule(FencedRule):
    """Fires on the kilometres between a vehicle's last fix and the nearest of its home `fences`; 0 inside.

    The rule's `schedule` says at which hours. A last fix with the ignition off holds for `parked_within`: the
    vehicle stands there, and its tracker may sleep. Any other last fix holds for `newest_within`; after that
    there is not enough data.
    """

    kind: Literal["overnight_away"]
    margin_m: NonNegative = 50.0
    newest_within: Duration = timedelta(hours=1)
    parked_within: Duration = timedelta(days=7)


class DueBy(StrEnum):
    """What a maintenance rule compares."""

    USED = "used"
    """Share of the interval that is used, by distance or by date, whichever is more; fires above."""
    DAYS = "days"
    """Days until it is due at the usual mileage; below 0 it is overdue; fires below."""


class MaintenanceDueRule(RuleEntry):
    """Fires where a recorded service, insurance or inspection of a vehicle comes due.

    `tasks` are those of the vehicle's `services` in the registry; none given is all. The usual mileage is
    that of the last `usual_days` days.
    """

    kind: Literal["maintenance_due"]
    measure: DueBy = DueBy.USED
    tasks: tuple[Code, ...] = ()
    usual_days: Annotated[int, Field(ge=7, le=366)] = 90

    @model_validator(mode="after")
    def _points_the_right_way(self) -> Self:
        if (self.measure is DueBy.DAYS) is (self.fires_above is not None):
            raise ValueError("measure days counts days left and takes fires_below; used takes fires_above")
        return self


VehicleRule = GeofenceRule | SpeedingRule | OutOfHoursRule | OvernightAwayRule | MaintenanceDueRule
"""Rules about vehicles; what they see is a models.sightings.Sighting of a vehicle."""
