"""Unusual days as the worker and the shipped rule would tell of them, morning by morning."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analytics.detection.baseline import Baseline, Days, DayScore, scores, trained
from analytics.registers import Bools
from guanjia.bench.detect_scene import HISTORY_DAYS
from models.detection import Leak
from models.rules import AnomalyRule, Direction

WEEK = 7
"""Days after which a meter is trained again (storage/queries/analytics/meters_to_train.sql)."""

SCORED_DAYS = 14
"""Days before a training whose scores the new baseline rewrites (analytics.worker.baselines)."""

_STALE_DAYS = 3


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alert that began to fire on the morning `told`, because of the scored days `days`, oldest first."""

    meter: int
    told: date
    days: tuple[date, ...]
    seen: float
    expected: float
    unusual: float


@dataclass(frozen=True, slots=True)
class Watch:
    """The alarms of a meter, and on how many mornings it could be judged."""

    alarms: tuple[Alarm, ...]
    mornings: int


def watch(meter: int, days: Days, skipped: Bools, leaks: Sequence[Leak], rule: AnomalyRule) -> Watch:
    """Train a meter each week on what was known then, score its days, and judge each morning.

    `skipped` are days with a step set aside or a reading skipped, `leaks` what the leak detector found.
    """
    return judged(meter, _mornings(days, skipped, leaks, rule.days), rule)


def judged(meter: int, told: Iterable[tuple[date, Sequence[DayScore]]], rule: AnomalyRule) -> Watch:
    """Judge mornings, each with the newest scored days before it, oldest first; `rule.days` at most."""
    alarms: list[Alarm] = []
    mornings, is_firing = 0, False
    for morning, latest in told:
        value = _value(latest, rule, morning)
        if value is None:
            continue
        mornings += 1
        if rule.limits.is_over(value):
            if not is_firing:
                alarms.append(_alarm(meter, morning, latest, value))
            is_firing = True
        elif rule.limits.is_under(value):
            is_firing = False
    return Watch(tuple(alarms), mornings)


def _mornings(
    days: Days, skipped: Bools, leaks: Sequence[Leak], wanted: int
) -> Iterator[tuple[date, list[DayScore]]]:
    """Yield each judged morning with the newest scored days before it, oldest first."""
    baseline: Baseline | None = None
    kept: dict[date, DayScore] = {}
    for number in range(HISTORY_DAYS, len(days.amount)):
        first = max(0, number - SCORED_DAYS)
        morning = days.first + timedelta(days=number)
        if baseline is None or (number - HISTORY_DAYS) % WEEK == 0:
            before = _part(days, 0, number)
            learnt = trained(before, skipped[:number] | _leaking(before, leaks, morning))
            baseline = learnt if isinstance(learnt, Baseline) else baseline
        else:
            first = number - 1
        if baseline is not None:
            kept |= {score.day: score for score in scores(baseline, _part(days, first, number))}
        yield morning, [kept[day] for day in sorted(kept)[-wanted:]]


def _part(days: Days, first: int, after: int) -> Days:
    return Days(
        days.first + timedelta(days=first),
        days.amount[first:after],
        days.worked[first:after],
        days.heated[first:after],
    )


def _leaking(days: Days, leaks: Sequence[Leak], morning: date) -> Bools:
    """Tell the days of leaks found by a morning, as storage/queries/analytics/read_odd_days.sql does."""
    odd = np.zeros(len(days.amount), dtype=bool)
    for leak in leaks:
        if leak.decided < morning:
            since, until = leak.since - timedelta(days=1), leak.ended or leak.latest
            odd |= (days.days >= np.datetime64(since)) & (days.days <= np.datetime64(until))
    return odd


def _value(latest: Sequence[DayScore], rule: AnomalyRule, morning: date) -> float | None:
    """Return what the rule compares, as alerts/seeing/detection.py does; None where data lacks."""
    if len(latest) < rule.days or (morning - latest[-1].day).days > _STALE_DAYS:
        return None
    newest = latest[-1]
    difference = abs(newest.seen - newest.expected)
    if difference < rule.min_difference or difference < rule.min_share * newest.expected:
        return 0.0
    match rule.direction:
        case Direction.ABOVE:
            return min(score.unusual for score in latest)
        case Direction.BELOW:
            return min(-score.unusual for score in latest)
        case Direction.BOTH:
            return min(abs(score.unusual) for score in latest)


def _alarm(meter: int, morning: date, latest: Sequence[DayScore], value: float) -> Alarm:
    newest = latest[-1]
    return Alarm(meter, morning, tuple(score.day for score in latest), newest.seen, newest.expected, value)
