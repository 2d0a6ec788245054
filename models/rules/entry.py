"""What every rule has: code, title, selector, thresholds, times, severity, runbook."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, model_validator

from models.alerts import Severity
from models.registry import Code, Entry
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
