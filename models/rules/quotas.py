"""Rules about quotas: what they look at, and when they fire."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import model_validator

from models.quotas import Indicator
from models.registry import NonNegative
from models.rules.entry import RuleEntry


class Measure(StrEnum):
    """What an over-quota rule compares."""

    PROGRESS = "progress"
    """Share of the quota used / share due by now: 1 is exactly on schedule."""
    PROJECTED = "projected"
    """The whole period as it is going / the quota."""
    PASSING = "passing"
    """Days until the quota is passed; fires below."""
    TIER = "tier"
    """A period that is over and was metered wholly / the quota."""


class OverQuotaRule(RuleEntry):
    """Fires where an institution goes past a quota: `measure` says by what.

    With fewer than `min_observed_days`, or a coverage below `min_coverage`, it says "not enough data".
    """

    kind: Literal["over_quota"]
    indicator: Indicator
    measure: Measure = Measure.PROGRESS
    min_observed_days: NonNegative

    @model_validator(mode="after")
    def _points_the_right_way(self) -> Self:
        if (self.measure is Measure.PASSING) is (self.fires_above is not None):
            raise ValueError("measure passing counts days and takes fires_below; the others take fires_above")
        return self
