"""A leak: a step of a meter's own quiet flow that lasts, judged by the meter's own earlier nights.

Night by night, what stands above the earlier nights is added up (a one-sided cumulative sum): one night far
above them decides, so do several nights a little above, and one that is a little above is forgotten by the
next ordinary one. A night is judged by those before it alone, so what is found does not depend on what comes
later.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import sqrt
from statistics import median

from models.detection import Leak, LeakReason, WatchState

REFERENCE_NIGHTS = 28
"""Nights that say what is usual: four weeks hold each weekday four times and stay in the season."""

REFERENCE_DAYS = 60
"""How long ago they may be: a meter that was silent for two months is learnt anew."""

FEWEST_NIGHTS = 10
"""With fewer of them nothing is judged: a median and a spread of less than ten nights are chance."""

SLACK = 1.25
"""So many spreads above the usual weigh nothing: steps of less than that are left to the season."""

DECIDED = 4.0
"""At this sum a leak is sure: one night 5.25 spreads above, two 3.25 above, or four 2.25 above.

Of the pairs (3 to 5, 0.75 to 1.25) this one gave the best balance of delay and false alarms on the seeds that
detection was tuned on (docs/reference/detection.md).
"""

MOST_A_NIGHT = DECIDED + SLACK
"""One night counts no more than this, so that the sum falls again when the flow does."""

LEAST_SHARE = 0.02
"""Of the daily use: what is lost below that is no finding, whatever the spread says."""

LEAST_SPREAD_SHARE = 0.005
"""The spread is no less than this share of a mean hour's use: registers and their clocks err by that much."""

STEP_SPREAD = 0.24
"""The spread is no less than this share of the register's step.

An hour's amount is the difference of two registers, each off by up to one step: it varies by a step over the
square root of 6, and the mean of three such hours by a step over the square root of 18.
"""

QUIET_AGAIN = 2
"""A leak is over when so many nights in a row lie nearer to the usual flow than to the leak's."""

_OUTLIER = 3.0
_TO_DEVIATION = 1.4826
_REFERENCE = timedelta(days=REFERENCE_DAYS)


@dataclass(frozen=True, slots=True)
class Night:
    """One night of a meter.

    `flow` is its own quiet flow [m3/h], None where it is not known; `heated` whether buildings are heated;
    `day_use` what the meter counted on the day that the night begins [m3], None where that is not known.
    """

    on: date
    flow: float | None
    heated: bool = False
    day_use: float | None = None


@dataclass(frozen=True, slots=True)
class Traits:
    """What a meter is: whether others hang below it, and the step of its register [m3]."""

    has_below: bool = False
    step: float = 0.0


@dataclass(frozen=True, slots=True)
class Usual:
    """What earlier nights say of the next: quiet flow, spread, and a mean hour's use [m3/h]."""

    flow: float
    spread: float
    hour_use: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A night with what was usual then, and how many spreads above it lies; None where nothing is known."""

    on: date
    flow: float | None
    usual: Usual | None
    unusual: float | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The nights of a meter judged, its leaks in the order of time, and what it lacks to be judged."""

    nights: tuple[Judged, ...]
    leaks: tuple[Leak, ...]
    state: WatchState
    nights_missing: int


def judge(nights: Sequence[Night], traits: Traits, running: Leak | None = None) -> Verdict:
    """Go through the nights of a meter and find leaks.

    Parameters
    ----------
    nights : sequence of Night
        In the order of time.
    traits : Traits
        What the meter is.
    running : Leak or None
        A leak found earlier, by nights that are not all at hand now. It runs from its beginning on, until
        these nights say that it is over.

    Returns
    -------
    Verdict
        `running`, should there be one, is among its leaks, brought up to date.

    Notes
    -----
    Usual is the median of the last `REFERENCE_NIGHTS` ordinary nights, heated alike. The spread is the larger
    of their standard deviation about it and of 1.4826 times their median deviation, and no less than the
    register and `LEAST_SPREAD_SHARE` allow. Nights of a leak, and those that led to it, are no ordinary ones.
    Each night adds its spreads above the usual, less `SLACK`, to a sum that never falls below 0.

    Examples
    --------
    Twenty nights of 10 L/h, give or take 1, then 16 L/h: that is 6 spreads above, and a leak after one night.
    At 13.5 L/h two nights are needed (2.25 + 2.25 > 4), at 11 L/h it is never one.
    """
    watch = _Watch(traits, running)
    judged = [watch.night(night) for night in nights]
    heated = nights[-1].heated if nights else False
    known = len(watch.reference(nights[-1].on, heated)) if nights else 0
    missing = 0 if watch.leak else max(0, FEWEST_NIGHTS - known)
    state = WatchState.LEARNING if missing else WatchState.READY
    return Verdict(tuple(judged), tuple(watch.all_leaks()), state, missing)


@dataclass(slots=True)
class _Watch:
    """What is remembered of a meter from night to night."""

    traits: Traits
    running: Leak | None
    leak: Leak | None = None
    ended: list[Leak] = field(default_factory=list[Leak])
    ordinary: list[Night] = field(default_factory=list[Night])
    suspects: list[Night] = field(default_factory=list[Night])
    quiet: list[Night] = field(default_factory=list[Night])
    leaking: list[float] = field(default_factory=list[float])
    total: float = 0.0

    def all_leaks(self) -> list[Leak]:
        return [*self.ended, self.leak] if self.leak else self.ended

    def reference(self, on: date, heated: bool) -> list[Night]:
        """Return the ordinary nights that a night is compared with."""
        alike = [night for night in self.ordinary if night.heated == heated and on - night.on <= _REFERENCE]
        return alike[-REFERENCE_NIGHTS:]

    def night(self, night: Night) -> Judged:
        """Judge a night, and remember it."""
        self._take_up(night.on)
        if night.flow is None:
            return Judged(night.on, None, None, None)
        if self.leak is not None:
            usual = Usual(self.leak.expected_m3h, self.leak.spread_m3h, None)
            self._goes_on(self.leak, night, night.flow)
        else:
            usual = _usual(self.reference(night.on, night.heated), self.traits)
            if usual is None:
                self.ordinary.append(night)
            else:
                self._weigh(night, night.flow, usual)
        unusual = None if usual is None else (night.flow - usual.flow) / usual.spread
        return Judged(night.on, night.flow, usual, unusual)

    def _take_up(self, on: date) -> None:
        """Go on with the leak found earlier, once it has begun."""
        if self.running is None or on < self.running.since:
            return
        if self.leak is None:
            self.leak = replace(self.running, ended=None)
            self.suspects.clear()
            self.total = 0.0
        self.running = None

    def _goes_on(self, leak: Leak, night: Night, flow: float) -> None:
        if flow > leak.expected_m3h + leak.lost_m3h / 2:
            self.quiet.clear()
            self.leaking = [*self.leaking, flow][-REFERENCE_NIGHTS:]
            self.leak = _with_flow(leak, night.on, median(self.leaking))
            return
        self.quiet.append(night)
        if len(self.quiet) == QUIET_AGAIN:
            self.ended.append(replace(leak, ended=self.quiet[0].on))
            self.ordinary += self.quiet
            self.leak = None
            self.quiet.clear()
            self.leaking.clear()

    def _weigh(self, night: Night, flow: float, usual: Usual) -> None:
        above = (flow - usual.flow) / usual.spread
        self.total = min(max(0.0, self.total + min(above, MOST_A_NIGHT) - SLACK), 2 * DECIDED)
        self.suspects.append(night)
        if not self.total:
            self._forget(usual)
        elif self.total >= DECIDED and flow > usual.flow + SLACK * usual.spread:
            self._decide(night, usual)

    def _forget(self, usual: Usual) -> None:
        """Take the nights that led to nothing for ordinary ones, all but those that stand far out."""
        self.ordinary += [
            night
            for night in self.suspects
            if night.flow is not None and night.flow - usual.flow <= _OUTLIER * usual.spread
        ]
        self.suspects.clear()

    def _decide(self, night: Night, usual: Usual) -> None:
        flows = [one.flow for one in self.suspects if one.flow is not None]
        level = median(flows)
        share = None if usual.hour_use is None else (level - usual.flow) / usual.hour_use
        if share is not None and share < LEAST_SHARE:
            return
        self.leak = Leak(
            reason=_reason(usual, self.traits),
            since=self.suspects[0].on,
            decided=night.on,
            latest=night.on,
            ended=None,
            flow_m3h=level,
            expected_m3h=usual.flow,
            spread_m3h=usual.spread,
            share=share,
        )
        self.leaking = flows
        self.suspects.clear()
        self.total = 0.0


def _with_flow(leak: Leak, latest: date, flow: float) -> Leak:
    """Return a leak as one night more shows it."""
    lost = flow - leak.expected_m3h
    share = None if leak.share is None else leak.share * lost / leak.lost_m3h
    return replace(leak, latest=latest, flow_m3h=flow, share=share)


def _usual(reference: Sequence[Night], traits: Traits) -> Usual | None:
    flows = [night.flow for night in reference if night.flow is not None]
    if len(flows) < FEWEST_NIGHTS:
        return None
    middle = median(flows)
    deviations = [abs(flow - middle) for flow in flows]
    spread = max(_TO_DEVIATION * median(deviations), sqrt(sum(one * one for one in deviations) / len(flows)))
    uses = [night.day_use for night in reference if night.day_use is not None]
    hour_use = sum(uses) / len(uses) / 24 if uses else None
    if hour_use is not None and hour_use <= 0:
        hour_use = None
    least = max(STEP_SPREAD * traits.step, LEAST_SPREAD_SHARE * (hour_use or 0.0), 1e-6)
    return Usual(middle, max(spread, least), hour_use)


def _reason(usual: Usual, traits: Traits) -> LeakReason:
    if traits.has_below:
        return LeakReason.BALANCE_STEP
    return LeakReason.CONTINUOUS_FLOW if usual.flow <= usual.spread else LeakReason.NIGHT_STEP
