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
    one that showed it; `ended` the first night without it, None while it runs. `flow_m3h` is the quiet flow
    of those nights (median), `expected_m3h` that of the nights before, `spread_m3h` how much those varied (a
    robust standard deviation). `share` is what is lost, of what the meter used on a day before.
    """

    reason: LeakReason
    since: date
    decided: date
    latest: date
    ended: date | None
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


@dataclass(frozen=True, slots=True)
class WatchedMeter:
    """A meter as the database hands it to detection; `was_judged` tells whether its nights ever were."""

    id: int
    parent_id: int | None
    item: str
    place_kind: str
    zone: str
    heating: str | None
    was_judged: bool


@dataclass(frozen=True, slots=True)
class MeterState:
    """What is said of a water meter beside its leaks."""

    meter_id: int
    state: WatchState
    nights_missing: int
    flowing_hours: int | None


@dataclass(frozen=True, slots=True)
class MeterNight:
    """A night as it is kept; what was expected is None while there are too few nights before it."""

    meter_id: int
    night: date
    flow_m3h: float
    expected_m3h: float | None
    spread_m3h: float | None
    unusual: float | None
