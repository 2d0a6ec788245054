"""What was found beside what was there: each labelled leak, each finding, and the figures they make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np

from analytics.detection.leaks import Verdict
from guanjia.bench.detect_scene import Scene
from models.detection import Leak as Finding
from simulators.days import days_after
from simulators.scenario import Leak

COUNTED_SHARE = 0.05
"""Leaks of at least this share of the daily use are judged; smaller ones are told for information."""

_KNOWN_AT = time(7)
"""Local time at which a night is judged: it ends at six, and registers have arrived by seven."""

_GRACE = timedelta(days=1)
_ROUNDING = 0.005


class Missed(StrEnum):
    """Why a leak was not found."""

    UNKNOWN_NIGHTS = "unknown_nights"
    """Half of its nights or more were not measured."""
    IN_THE_SPREAD = "in_the_spread"
    """Its nights stood less than two spreads above the usual ones."""
    OTHERWISE = "otherwise"
    """Its nights stood out, and yet it was not found: another finding was open, say."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A labelled leak, when it was found, and else why not; `unusual` is the median of its nights."""

    leak: Leak
    share: float
    delay: timedelta | None
    missed: Missed | None
    unusual: float

    @property
    def is_counted(self) -> bool:
        """Whether it is large enough to be judged; whole litres an hour round a little."""
        return self.share >= COUNTED_SHARE - _ROUNDING


@dataclass(frozen=True, slots=True)
class Compared:
    """The outcomes of a scene's leaks, and the findings at meters where no leak was."""

    outcomes: tuple[Outcome, ...]
    false: tuple[tuple[str, Finding], ...]


def compared(scene: Scene, verdicts: dict[str, Verdict], zone: ZoneInfo, first: datetime) -> Compared:
    """Lay what was found beside what was there; findings that were decided before `first` are left out."""
    findings = [
        (code, finding)
        for code, verdict in verdicts.items()
        for finding in verdict.leaks
        if known_at(finding, zone) >= first
    ]
    outcomes = [_outcome(scene, leak, verdicts[leak.meter], zone) for leak in scene.leaks]
    false = [
        (code, finding)
        for code, finding in findings
        if not any(
            leak.meter == code and _is_of(scene, leak, known_at(finding, zone), zone) for leak in scene.leaks
        )
    ]
    return Compared(tuple(outcomes), tuple(false))


def known_at(finding: Finding, zone: ZoneInfo) -> datetime:
    """Return when a finding was there to be seen."""
    return datetime.combine(finding.decided, _KNOWN_AT, zone).astimezone(UTC)


def _bounds(scene: Scene, leak: Leak, zone: ZoneInfo) -> tuple[datetime, datetime]:
    ends = leak.from_day if leak.to_day is None else leak.to_day
    return days_after(scene.anchor, leak.from_day, zone), days_after(scene.anchor, ends, zone)


def _is_of(scene: Scene, leak: Leak, at: datetime, zone: ZoneInfo) -> bool:
    start, end = _bounds(scene, leak, zone)
    return start <= at <= end + _GRACE


def _outcome(scene: Scene, leak: Leak, verdict: Verdict, zone: ZoneInfo) -> Outcome:
    start, end = _bounds(scene, leak, zone)
    found = [
        known_at(finding, zone)
        for finding in verdict.leaks
        if _is_of(scene, leak, known_at(finding, zone), zone)
    ]
    local = start.astimezone(zone).date(), end.astimezone(zone).date()
    nights = [night for night in verdict.nights if local[0] < night.on <= local[1]]
    known = [night.unusual for night in nights if night.unusual is not None]
    unusual = float(np.median(known)) if known else float("nan")
    delay = min(found) - start if found else None
    missed = None if found else _why(len(known), len(nights), unusual)
    return Outcome(leak, scene.share(leak), delay, missed, unusual)


def _why(known: int, nights: int, unusual: float) -> Missed:
    if known * 2 <= nights:
        return Missed.UNKNOWN_NIGHTS
    return Missed.IN_THE_SPREAD if unusual < 2 else Missed.OTHERWISE


@dataclass(frozen=True, slots=True)
class Scores:
    """Figures of some outcomes; delays in hours, NaN where none was found."""

    leaks: int
    found: int
    false: int
    median_delay: float
    p90_delay: float

    @property
    def recall(self) -> float:
        """Found, of those there were."""
        return self.found / self.leaks if self.leaks else float("nan")

    @property
    def precision(self) -> float:
        """Leaks, of what was found."""
        return self.found / (self.found + self.false) if self.found + self.false else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.found / (self.leaks + self.found + self.false)


def scores(outcomes: Iterable[Outcome], false: int) -> Scores:
    """Sum outcomes up."""
    outcomes = list(outcomes)
    delays: Sequence[float] = [one.delay.total_seconds() / 3600 for one in outcomes if one.delay is not None]
    return Scores(
        len(outcomes),
        len(delays),
        false,
        float(np.median(delays)) if delays else float("nan"),
        float(np.quantile(delays, 0.9)) if delays else float("nan"),
    )
