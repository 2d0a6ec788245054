"""Rules about meters and devices: what they look at, and when they fire."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.quantities import BY_NAME, Kind
from models.registry import Medium, NonNegative
from models.rules.entry import RuleEntry
from models.rules.parts import Duration


class Span(StrEnum):
    """What a threshold is compared with."""

    READING = "reading"
    """The newest value of a gauge."""
    HOUR = "hour"
    """What a meter counted in its newest whole hour."""
    DAY = "day"
    """What a meter counted on its newest whole day."""


class ThresholdRule(RuleEntry):
    """Fires where a gauge, or a meter's hour or day, is past a number in the unit of `quantity`.

    A newest value older than `newest_within` is no value.
    """

    kind: Literal["threshold"]
    quantity: str
    of: Span = Span.READING
    newest_within: Duration = timedelta(hours=2)

    @model_validator(mode="after")
    def _is_measured_so(self) -> Self:
        quantity = BY_NAME.get(self.quantity)
        if quantity is None:
            raise ValueError(f"there is no quantity {self.quantity!r}; see docs/reference/quantities.md")
        if (quantity.kind is Kind.GAUGE) is not (self.of is Span.READING):
            raise ValueError(
                "a gauge is compared with `of: reading`; of a register take `of: hour` or `of: day`"
            )
        return self


class RateOfChangeRule(RuleEntry):
    """Fires on a day's use times its usual one: the median of the same weekday of the `weeks` before.

    Two of these days at least must be metered. A day that used less than `min_amount`, in the unit of the
    meter, is not worth an alarm.
    """

    kind: Literal["rate_of_change"]
    medium: Medium
    weeks: Annotated[int, Field(ge=2, le=12)] = 4
    min_amount: NonNegative = 0.0


class AbsenceRule(RuleEntry):
    """Fires on the hours since a device was last heard of."""

    kind: Literal["absence"]


class LowCoverageRule(RuleEntry):
    """Fires below a coverage: the share of the last `days` whole days between close readings of a meter."""

    kind: Literal["low_coverage"]
    days: Annotated[int, Field(ge=1, le=92)] = 7


class SetAsideRule(RuleEntry):
    """Fires on the steps of a meter's register that nothing explains, in the last `days` days.

    Most often the meter was swapped and nobody recorded it.
    """

    kind: Literal["set_aside"]
    days: Annotated[int, Field(ge=1, le=366)] = 31
