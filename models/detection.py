"""What detection says of meters: leaks it found, and why a meter is not judged."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LeakReason(StrEnum):
    """What shows a leak."""

    NIGHT_STEP = "night_step"
    """The quiet flow of the meter rose, and lasts."""
    CONTINUOUS_FLOW = "continuous_flow"
    """The register used to stand still at night, and does so no more."""
    BALANCE_STEP = "balance_step"
    """At night more runs through the meter than through those below it, which was not so before."""


class WatchState(StrEnum):
    """Whether the nights of a meter are judged."""

    READY = "ready"
    """They are."""
    LEARNING = "learning"
    """There are too few earlier nights to compare with."""
    EXCLUDED = "excluded"
    """Water is meant to run there at night: irrigation, a tank that fills, a duty room."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A step of a meter's own quiet flow that lasts.

    `since` is the first night that shows it, `decided` the night on which that was sure, `latest` the last
    one that showed it; `until` the first night without it, None while it runs. `flow_m3h` is the quiet flow
    of those nights (median), `expected_m3h` that of the nights before, `spread_m3h` how much those varied (a
    robust standard deviation). `share` is what is lost, of what the meter used on a day before.
    """

    reason: LeakReason
    since: date
    decided: date
    latest: date
    until: date | None
    flow_m3h: float
    expected_m3h: float
    spread_m3h: float
    share: float | None

    @property
    def lost_m3h(self) -> float:
        """What runs out, as far as nights tell."""
        return self.flow_m3h - self.expected_m3h

    @property
    def m3_per_day(self) -> float:
        """What is lost on a day."""
        return self.lost_m3h * 24

    @property
    def unusual(self) -> float:
        """How many spreads of ordinary nights the flow lies above what was expected."""
        return self.lost_m3h / self.spread_m3h
