"""Alarms of unusual days beside what was planted: each label, each alarm with its cause, the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from guanjia.bench.detect_days import Alarm
from guanjia.bench.detect_unusual import Unusual

TOLD_AT = time(7)
"""Local time at which the days before a morning are judged."""


EXPLAINED = 0.5
"""Share of the unexpected use that another cause must have run to, or the alarm is not put down to it."""


class Cause(StrEnum):
    """Whose alarm it is; the first that applies counts."""

    PLANTED = "planted"
    """A planted use of that very meter, on one of the days the alarm is about."""
    BELOW = "below"
    """Planted uses below it made up half of what was unexpected, or more: true, and told twice."""
    LEAK = "leak"
    """Labelled leaks at it or below it made up as much: true, and not what was planted."""
    FAULT = "fault"
    """An exchange of it, a step set aside or a skipped reading on one of those days."""
    NOTHING = "nothing"
    """None of them: in vain."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a scene's meters, by their place: the meter above, faults, what ran on a day [m3]."""

    above: Mapping[int, int]
    planted: Mapping[int, Mapping[date, float]]
    leaks: Mapping[int, Mapping[date, float]]
    faults: Mapping[int, frozenset[date]]


@dataclass(frozen=True, slots=True)
class Found:
    """A planted use and the delay until its first alarm, None where there was none."""

    use: Unusual
    delay: timedelta | None


@dataclass(frozen=True, slots=True)
class Matched:
    """Each planted use with its delay, each alarm with its cause."""

    found: tuple[Found, ...]
    caused: tuple[tuple[Alarm, Cause], ...]


def matched(uses: Sequence[Unusual], alarms: Sequence[Alarm], known: Known) -> Matched:
    """Lay alarms beside labels; a second alarm of one planted use is neither found again nor in vain."""
    return Matched(
        tuple(Found(use, _delay(use, alarms)) for use in uses),
        tuple((alarm, _cause(alarm, uses, known)) for alarm in alarms),
    )


def _delay(use: Unusual, alarms: Sequence[Alarm]) -> timedelta | None:
    """Return the local time from the beginning of a use to the first morning that told of it."""
    told = [alarm.told for alarm in alarms if alarm.meter == use.meter and _is_about(alarm, use)]
    if not told:
        return None
    return datetime.combine(min(told), TOLD_AT) - datetime.combine(use.first, time(use.from_hour))


def _is_about(alarm: Alarm, use: Unusual) -> bool:
    return any(use.first <= day <= use.last for day in alarm.days)


def _cause(alarm: Alarm, uses: Sequence[Unusual], known: Known) -> Cause:
    if any(use.meter == alarm.meter and _is_about(alarm, use) for use in uses):
        return Cause.PLANTED
    if _explains(known.planted, alarm, known.above):
        return Cause.BELOW
    if _explains(known.leaks, alarm, known.above):
        return Cause.LEAK
    at_fault = known.faults.get(alarm.meter, frozenset[date]())
    return Cause.NOTHING if at_fault.isdisjoint(alarm.days) else Cause.FAULT


def _explains(extra: Mapping[int, Mapping[date, float]], alarm: Alarm, above: Mapping[int, int]) -> bool:
    """Tell whether what ran at a meter or below it makes up half of what was unexpected on the newest day."""
    ran = sum(
        days.get(alarm.days[-1], 0.0)
        for meter, days in extra.items()
        if _is_at_or_below(meter, alarm.meter, above)
    )
    return ran > 0 and ran >= EXPLAINED * (alarm.seen - alarm.expected)


def _is_at_or_below(meter: int, top: int, above: Mapping[int, int]) -> bool:
    current: int | None = meter
    while current is not None and current != top:
        current = above.get(current)
    return current == top
