"""Rules about what detection finds in the hours of meters: leaks and unusual days."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.registry import Medium, NonNegative
from models.rules.entry import RuleEntry
from models.rules.parts import Share


class LeakSign(StrEnum):
    """What a leak shows by, and what a rule over it compares."""

    NIGHT_FLOW = "night_flow"
    """A meter's own quiet flow at night rose and lasts; m3 lost on a day."""
    BALANCE = "balance"
    """At night more runs through a meter than through those below it; m3 lost on a day."""
    STANDSTILL = "standstill"
    """A register has not stood still; for how many hours, 168 at most."""


class LeakRule(RuleEntry):
    """Fires on water that runs when nobody uses it; `sign` says what shows it and in which unit.

    A leak shorter than `nights`, or below `min_share` of what the meter used on a day before, is none yet.
    Meters where water is meant to run at night (irrigation, a tank that fills, a duty room) are left out.
    """

    kind: Literal["leak"]
    sign: LeakSign = LeakSign.NIGHT_FLOW
    nights: Annotated[int, Field(ge=1, le=60)] = 1
    min_share: Share = 0.0

    @model_validator(mode="after")
    def _points_up(self) -> Self:
        if self.fires_above is None:
            raise ValueError("a leak is fought where it is large: give fires_above")
        if self.sign is LeakSign.STANDSTILL and (self.nights > 1 or self.min_share):
            raise ValueError("nights and min_share go with sign night_flow or balance")
        return self


class Direction(StrEnum):
    """Which unusual days matter."""

    ABOVE = "above"
    BELOW = "below"
    BOTH = "both"


class AnomalyRule(RuleEntry):
    """Fires on days that a meter's own history does not expect; in spreads of ordinary days.

    All of the last `days` scored days must be so. A day that differs by less than `min_difference`, in the
    unit of the meter, or by less than `min_share` of what was expected, is ordinary.
    """

    kind: Literal["anomaly"]
    medium: Medium | None = None
    direction: Direction = Direction.ABOVE
    days: Annotated[int, Field(ge=1, le=7)] = 1
    min_difference: NonNegative = 0.0
    min_share: NonNegative = 0.0

    @model_validator(mode="after")
    def _points_up(self) -> Self:
        if self.fires_above is None:
            raise ValueError("spreads are counted away from what is expected: give fires_above")
        return self
