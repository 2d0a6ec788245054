"""Unusual days of many seeds: planted into copies of the leak scenes' hours, judged by the shipped rule."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analytics.accounts import Exceptions, chosen
from analytics.detection.baseline import Days
from analytics.detection.leaks import Verdict
from analytics.detection.local_hours import by_local_hour
from analytics.detection.watching import Stretch
from analytics.gap_pieces import is_measured
from analytics.known_days import UNKNOWN, YES, KnownDays
from analytics.registers import Bools, Floats
from guanjia.bench.detect_alarms import Cause, Found, Known, Matched, matched
from guanjia.bench.detect_days import Alarm, Watch, watch
from guanjia.bench.detect_hours import Played
from guanjia.bench.detect_scene import Scene
from guanjia.bench.detect_unusual import BUSY_FACTORS, Kind, extra_use, planted, with_unusual
from guanjia.rule_files import RULES, read_rules
from models.amounts import Amounts
from models.detection import WatchState
from models.errors import ConfigError
from models.rules import AnomalyRule
from simulators.days import days_after
from simulators.scenario import Leak

_RULE = "unusual-use"


@dataclass(frozen=True, slots=True)
class Setting:
    """What days are judged by: which they are, the calendar, the rule, and the meters that it watches."""

    stretch: Stretch
    calendar: KnownDays
    rule: AnomalyRule
    watched: frozenset[str]


@dataclass(frozen=True, slots=True)
class DayTrial:
    """One seed: its planted uses and alarms, its meters, and on how many mornings these were judged."""

    matched: Matched
    codes: tuple[str, ...]
    meter_days: int


def shipped_rule() -> AnomalyRule:
    """Return the rule for unusual days that comes with guanjia.

    Raises
    ------
    ConfigError
        When config/rules has no such rule.
    """
    for rule in read_rules(RULES):
        if isinstance(rule, AnomalyRule) and rule.code == _RULE:
            return rule
    raise ConfigError(f"{RULES} has no anomaly rule {_RULE}: put it back into anomalies.yaml")


def day_trial(scene: Scene, found: Played, verdicts: Mapping[str, Verdict], setting: Setting) -> DayTrial:
    """Plant unusual uses into a copy of the hours that were read, and judge the days of all meters."""
    codes = tuple(meter.code for meter in found.meters)
    above = {
        row: codes.index(meter.parent) for row, meter in enumerate(found.meters) if meter.parent is not None
    }
    days = _dates(setting.stretch)
    worked = setting.calendar.worked(days)
    heated = setting.calendar.heated(days, setting.stretch.heating)
    known = (worked != UNKNOWN) & (heated != UNKNOWN)
    hours = _hours(found, setting.stretch)
    begin = setting.stretch.begin
    places = _ordinary(scene, found, verdicts, setting.watched)
    uses = planted(scene.scenario.seed, worked == YES, begin, places)
    copy = np.where(known[:, None], with_unusual(hours, worked == YES, begin, uses, above), np.nan)
    skipped = _skipped(found, setting.stretch)
    watched = [
        watch(
            row,
            Days(begin, copy[row], worked == YES, heated == YES),
            skipped[row],
            verdicts[code].leaks,
            setting.rule,
        )
        for row, code in enumerate(codes)
        if code in setting.watched
    ]
    faults = {
        row: _swapped(scene, code, setting.stretch) | frozenset(days[skipped[row]].tolist())
        for row, code in enumerate(codes)
    }
    extra = {
        use.meter: _by_day(extra_use(hours[use.meter], worked == YES, begin, use), begin) for use in uses
    }
    told_of = Known(above, extra, _leaking(scene, codes, setting.stretch), faults)
    return DayTrial(matched(uses, _alarms(watched), told_of), codes, sum(each.mornings for each in watched))


def _alarms(watched: Sequence[Watch]) -> list[Alarm]:
    return [alarm for each in watched for alarm in each.alarms]


def _dates(stretch: Stretch) -> NDArray[np.datetime64]:
    return np.datetime64(stretch.begin, "D") + np.arange(stretch.nights)


def _hours(found: Played, stretch: Stretch) -> Floats:
    measured = chosen(found.account.hours, is_measured(found.account.hours))
    amounts = Amounts(measured.meter, measured.hour, measured.amount, measured.estimated, measured.coverage)
    days = (stretch.begin, stretch.nights)
    return by_local_hour(amounts, range(len(found.meters)), days, stretch.zone)


def _ordinary(
    scene: Scene, found: Played, verdicts: Mapping[str, Verdict], watched: frozenset[str]
) -> list[int]:
    """Return the lowest watched meters with a use of their own the whole year, without a labelled leak."""
    parents = {meter.parent for meter in found.meters}
    leaking = {leak.meter for leak in scene.leaks}
    return [
        row
        for row, meter in enumerate(found.meters)
        if meter.code in watched
        and meter.code not in parents
        and meter.code not in leaking
        and scene.daily_use[meter.code] > 0
        and verdicts[meter.code].state is not WatchState.EXCLUDED
    ]


def _skipped(found: Played, stretch: Stretch) -> Bools:
    """Tell the days on which a step was set aside or a reading skipped, (m, n)."""
    skipped = np.zeros((len(found.meters), stretch.nights), dtype=bool)
    for table in (found.account.aside, found.account.flagged):
        for meter, day in _local_days(table, stretch):
            if 0 <= day < stretch.nights:
                skipped[meter, day] = True
    return skipped


def _local_days(table: Exceptions, stretch: Stretch) -> list[tuple[int, int]]:
    instants = table.at.astype("datetime64[s]").astype(np.int64).tolist()
    return [
        (meter, (datetime.fromtimestamp(at, stretch.zone).date() - stretch.begin).days)
        for meter, at in zip(table.meter.tolist(), instants, strict=True)
    ]


def _swapped(scene: Scene, code: str, stretch: Stretch) -> frozenset[date]:
    return frozenset(
        stretch.begin + timedelta(days=int(swap.day)) for swap in scene.scenario.swaps if swap.meter == code
    )


def _leaking(scene: Scene, codes: Sequence[str], stretch: Stretch) -> dict[int, dict[date, float]]:
    return {
        codes.index(leak.meter): dict.fromkeys(_days_of(scene, leak, stretch), leak.m3_per_hour * 24)
        for leak in scene.leaks
    }


def _by_day(extra: Floats, begin: date) -> dict[date, float]:
    return {begin + timedelta(days=day): amount for day, amount in enumerate(extra.sum(axis=1).tolist())}


def _days_of(scene: Scene, leak: Leak, stretch: Stretch) -> list[date]:
    ends = leak.from_day if leak.to_day is None else leak.to_day
    first, last = (
        days_after(scene.anchor, day, stretch.zone).astimezone(stretch.zone).date()
        for day in (leak.from_day, ends)
    )
    return [first + timedelta(days=day) for day in range((last - first).days + 1)]


def told(trial: DayTrial, say: Callable[[str], None]) -> None:
    """Say which planted uses were missed, and which alarms were in vain."""
    for one in trial.matched.found:
        if one.delay is None:
            use = one.use
            say(f"  missed {trial.codes[use.meter]} {use.kind} {use.size:.1f}: {use.first} to {use.last}")
    for alarm, cause in trial.matched.caused:
        if cause is Cause.NOTHING:
            say(
                f"  alarm in vain {trial.codes[alarm.meter]}: {alarm.days[0]} to {alarm.days[-1]}, "
                f"{alarm.seen:.2f} for {alarm.expected:.2f}, {alarm.unusual:.1f} spreads"
            )


def day_figures(trials: Sequence[DayTrial]) -> dict[str, float]:
    """Return the figures of unusual days; delays in days, NaN where none was found."""
    found = [one for each in trials for one in each.matched.found]
    causes = Counter(cause for each in trials for _, cause in each.matched.caused)
    meter_days = sum(each.meter_days for each in trials)
    delays = [one.delay / timedelta(days=1) for one in found if one.delay is not None]
    vain = causes[Cause.NOTHING]
    figures: dict[str, float] = {
        "unusual_meter_days": meter_days,
        "unusual_uses": len(found),
        "unusual_found": len(delays),
        "unusual_in_vain": vain,
        "unusual_precision": len(delays) / (len(delays) + vain) if delays or vain else float("nan"),
        "unusual_recall": _recall(found),
        "unusual_f1": 2 * len(delays) / (len(found) + len(delays) + vain),
        "unusual_delay_median_days": float(np.median(delays)) if delays else float("nan"),
        "unusual_false_per_1000_meter_days": vain / meter_days * 1000 if meter_days else float("nan"),
        "unusual_alarms_planted": causes[Cause.PLANTED],
        "unusual_alarms_below": causes[Cause.BELOW],
        "unusual_alarms_leak": causes[Cause.LEAK],
        "unusual_alarms_fault": causes[Cause.FAULT],
    }
    for kind in Kind:
        figures[f"unusual_recall_{kind}"] = _recall([one for one in found if one.use.kind is kind])
    for low, high in pairwise(BUSY_FACTORS):
        within = [one for one in found if one.use.kind is Kind.BUSY and low <= one.use.size < high]
        figures[f"unusual_recall_from_{low * 100:.0f}_percent"] = _recall(within)
    return figures


def _recall(found: Sequence[Found]) -> float:
    return sum(one.delay is not None for one in found) / len(found) if found else float("nan")
