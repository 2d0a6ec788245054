"""How well leaks and unusual days are found: labelled ones of many seeds, judged as the worker would."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analytics.accounts import Account, Hours, chosen
from analytics.aggregates import daily
from analytics.detection.leaks import Verdict
from analytics.detection.watching import Ground, Stretch, Watched, watched_site
from analytics.gap_pieces import is_measured
from analytics.known_days import KnownDays
from guanjia.bench.detect_anomalies import DayTrial, Setting, day_figures, day_trial, told
from guanjia.bench.detect_hours import Misreading, Played, played, water_only
from guanjia.bench.detect_outcome import Compared, Missed, Outcome, compared, scores
from guanjia.bench.detect_scene import HISTORY_DAYS, JUDGED_DAYS, SHARES, scene
from guanjia.bench.detect_selected import selected
from guanjia.bench.report import Aim, Report
from models.amounts import Amounts
from models.calendar import Calendar
from models.detection import WatchState
from models.registry import SiteFile
from models.rules import AnomalyRule
from simulators.use import UseFile

_CLOSE = np.timedelta64(1, "h")


@dataclass(frozen=True, slots=True)
class Ingredients:
    """The compound that is simulated, how it lives, its calendar, and the rule for unusual days."""

    site: SiteFile
    use: UseFile
    calendar: Calendar
    rule: AnomalyRule


@dataclass(frozen=True, slots=True)
class Trial:
    """One seed: what came of its leaks, days and wrong readings, and how long its meters were judged."""

    seed: int
    compared: Compared
    meter_days: int
    misread: int
    noticed: int
    lost: int
    days: DayTrial


def bench_detect(ingredients: Ingredients, seeds: Sequence[int], say: Callable[[str], None]) -> Report:
    """Play each seed, judge its nights and days, and compare with what was there."""
    trials: list[Trial] = []
    for seed in seeds:
        trials.append(trial(ingredients, seed))
        _tell(trials[-1], say)
    return _report(trials)


def trial(ingredients: Ingredients, seed: int) -> Trial:
    """Play one seed and judge it."""
    entry = ingredients.site.site
    zone = ZoneInfo(entry.timezone if entry else "UTC")
    made = scene(seed, ingredients.site, ingredients.use, zone)
    found = played(made, water_only(ingredients.site), ingredients.use)
    first = made.anchor.astimezone(zone).date()
    stretch = Stretch(first, HISTORY_DAYS + JUDGED_DAYS, zone, entry.heating if entry else None)
    verdicts = _verdicts(found, stretch, ingredients)
    calendar, rule = KnownDays(ingredients.calendar), ingredients.rule
    setting = Setting(stretch, calendar, rule, selected(ingredients.site, rule.select))
    judged_from = made.anchor + timedelta(days=HISTORY_DAYS)
    return Trial(
        seed,
        compared(made, verdicts, zone, judged_from),
        sum(verdict.state is not WatchState.EXCLUDED for verdict in verdicts.values()) * JUDGED_DAYS,
        len(found.misread),
        sum(_is_noticed(one, found.account) for one in found.misread),
        found.lost,
        day_trial(made, found, verdicts, setting),
    )


def _verdicts(found: Played, stretch: Stretch, ingredients: Ingredients) -> dict[str, Verdict]:
    kinds = {place.code: place.kind for place in ingredients.site.places}
    number = {meter.code: place for place, meter in enumerate(found.meters)}
    watched = [
        Watched(
            number[meter.code],
            number[meter.parent] if meter.parent else None,
            meter.item,
            kinds.get(meter.place, ""),
        )
        for meter in found.meters
    ]
    hours = found.account.hours
    ground = Ground(
        _amounts(chosen(hours, is_measured(hours))),
        daily(_amounts(hours), stretch.zone),
        KnownDays(ingredients.calendar),
    )
    verdicts = watched_site(watched, stretch, ground)
    return {meter.code: verdicts[number[meter.code]] for meter in found.meters}


def _amounts(hours: Hours) -> Amounts:
    return Amounts(hours.meter, hours.hour, hours.amount, hours.estimated, hours.coverage)


def _is_noticed(one: Misreading, account: Account) -> bool:
    """Tell whether a wrong reading was skipped, or the step to it or from it set aside."""
    return any(
        bool(((table.meter == one.meter) & (np.abs(table.at - one.at) <= _CLOSE)).any())
        for table in (account.flagged, account.aside)
    )


def _tell(trial: Trial, say: Callable[[str], None]) -> None:
    """Say what was missed and what was found in vain, each with why."""
    counted = [one for one in trial.compared.outcomes if one.is_counted]
    found = sum(one.delay is not None for one in counted)
    say(f"seed {trial.seed}: {found} of {len(counted)} leaks found, {len(trial.compared.false)} in vain")
    for one in counted:
        if one.missed is not None:
            say(
                f"  missed {one.leak.meter} {one.share:.0%}: {one.missed}, "
                f"{one.unusual:.1f} spreads above usual nights"
            )
    for code, finding in trial.compared.false:
        say(
            f"  in vain {code}: {finding.reason} from {finding.since}, {finding.flow_m3h * 1000:.1f} L/h "
            f"for {finding.expected_m3h * 1000:.1f}, {finding.unusual:.1f} spreads"
        )
    told(trial.days, say)


def _report(trials: Sequence[Trial]) -> Report:
    outcomes = [one for each in trials for one in each.compared.outcomes]
    false = sum(len(each.compared.false) for each in trials)
    meter_days = sum(each.meter_days for each in trials)
    counted = scores((one for one in outcomes if one.is_counted), false)
    small = scores((one for one in outcomes if not one.is_counted), 0)
    per_thousand = false / meter_days * 1000
    figures: dict[str, float] = {
        "seeds": len(trials),
        "meter_days": meter_days,
        "leaks": counted.leaks,
        "leaks_found": counted.found,
        "findings_in_vain": false,
        "precision": counted.precision,
        "recall": counted.recall,
        "f1": counted.f1,
        "delay_median_h": counted.median_delay,
        "delay_p90_h": counted.p90_delay,
        "false_per_1000_meter_days": per_thousand,
    }
    figures |= _by_size(outcomes)
    figures |= {"small_leaks": small.leaks, "small_leaks_found": small.found}
    figures |= _by_reason(outcomes)
    figures |= {
        "misreadings": sum(each.misread for each in trials),
        "misreadings_noticed": sum(each.noticed for each in trials),
        "readings_lost": sum(each.lost for each in trials),
    }
    figures |= day_figures([each.days for each in trials])
    aims = [
        Aim("F1, leaks of 5 % of daily use and more", counted.f1, "ratio", 0.85),
        Aim("median delay", counted.median_delay, "h", 30.0, at_most=True),
        Aim("false alarms", per_thousand, "per 1,000 meter-days", 1.0, at_most=True),
    ]
    return Report(aims, figures)


def _by_size(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return recall and median delay by size; whole litres an hour make small meters' leaks larger."""
    figures: dict[str, float] = {}
    for low, high in zip(SHARES, (*SHARES[1:], np.inf), strict=True):
        within = scores((one for one in outcomes if low - 0.005 <= one.share < high - 0.005), 0)
        if within.leaks:
            figures[f"recall_from_{low * 100:.0f}_percent"] = within.recall
            figures[f"delay_from_{low * 100:.0f}_percent_median_h"] = within.median_delay
    return figures


def _by_reason(outcomes: Sequence[Outcome]) -> dict[str, float]:
    missed = Counter(one.missed for one in outcomes if one.is_counted and one.missed is not None)
    return {f"missed_{reason}": missed[reason] for reason in Missed}
