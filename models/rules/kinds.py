"""The kinds of rules: what each looks at, and when it fires."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from models.alerts import Severity
from models.quantities import BY_NAME, Kind
from models.quotas import Indicator
from models.registry import Code, Entry, Medium, NonNegative
from models.rules.parts import Duration, Runbook, Share, Words
from models.rules.schedule import Schedule
from models.rules.selector import Selector

_BOUND = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a rule fires and where it clears; between the two nothing changes (hysteresis).

    `clears` None: as soon as a value does not fire any more.
    """

    fires: float
    clears: float | None
    is_above: bool

    def is_over(self, value: float) -> bool:
        """Tell whether a value is past the firing threshold."""
        return value > self.fires if self.is_above else value < self.fires

    def is_under(self, value: float) -> bool:
        """Tell whether a value ends an alert: on the quiet side of the clear threshold."""
        if self.clears is None:
            return not self.is_over(value)
        return value < self.clears if self.is_above else value > self.clears


class RuleEntry(Entry):
    """What every rule has.

    `for` is how long a value must stay past `fires_above` (or `fires_below`) before the rule fires; once it
    fires it ends only past `clears_below` (or `clears_above`); without one, as soon as it does not fire.
    `group`: alerts of one institution and group come in one mail; it is the kind unless given. `wait`: how
    long a mail waits for others of its group. `escalate_after`: when others are told too, because nobody
    acknowledged.
    """

    code: Code
    title: Words
    group: Code | None = None
    select: Selector = Selector()
    schedule: Schedule = Schedule()
    fires_above: _BOUND | None = None
    clears_below: _BOUND | None = None
    fires_below: _BOUND | None = None
    clears_above: _BOUND | None = None
    lasting: Duration = Field(alias="for", default=timedelta(0))
    repeat: Duration
    wait: Duration = timedelta(0)
    escalate_after: Duration | None = None
    min_coverage: Share = 0.0
    severity: Severity
    labels: dict[Code, str] = Field(default_factory=dict)
    runbook: Runbook

    @cached_property
    def limits(self) -> Limits:
        """The thresholds, whichever way they point."""
        if self.fires_above is not None:
            return Limits(self.fires_above, self.clears_below, is_above=True)
        return Limits(self.fires_below or 0.0, self.clears_above, is_above=False)

    @model_validator(mode="after")
    def _thresholds_make_sense(self) -> Self:
        if (self.fires_above is None) is (self.fires_below is None):
            raise ValueError("give one of fires_above and fires_below")
        if (self.fires_above is None and self.clears_below is not None) or (
            self.fires_below is None and self.clears_above is not None
        ):
            raise ValueError("clears_below goes with fires_above, clears_above with fires_below")
        fires, clears = self.limits.fires, self.limits.clears
        if clears is not None and self.limits.is_above and clears > fires:
            raise ValueError("clears_below must not be above fires_above: it would clear while it fires")
        if clears is not None and not self.limits.is_above and clears < fires:
            raise ValueError("clears_above must not be below fires_below: it would clear while it fires")
        if not self.repeat:
            raise ValueError("repeat must be longer than 0s: every round would send a mail")
        return self


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


SightedRule = ThresholdRule | RateOfChangeRule | AbsenceRule | LowCoverageRule | SetAsideRule
"""Rules about single meters, devices and sites; what they see is a models.sightings.Sighting."""

Rule = OverQuotaRule | SightedRule
"""Every kind of rule, told apart by `kind`."""


class RuleFile(Entry):
    """One file of config/rules/."""

    rules: Annotated[tuple[Annotated[Rule, Field(discriminator="kind")], ...], Field(min_length=1)]
