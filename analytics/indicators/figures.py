"""The figures of one institution for a period: every indicator its meters and its registry allow."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

import numpy as np

from analytics.indicators.definitions import OF_SEASONS, OF_YEARS_AND_MONTHS
from analytics.indicators.facts import Accounts
from analytics.indicators.judging import denominator_doubts, is_below_guide, jump, quality
from analytics.indicators.own_weeks import own_weeks
from analytics.indicators.periods import Period, Stretch, period_before, same_days, year_before
from analytics.indicators.question import Obstacle, Question, question
from analytics.indicators.ratio import Ratio, divided, mean_of
from analytics.indicators.standing import is_over, is_whole, standing
from analytics.indicators.use import coverage, days_of, estimated_share, observed_days, silent_meters
from analytics.registers import Ints
from models.figures import (
    CheckReason,
    Comparison,
    Composition,
    Figure,
    Knowledge,
    MeteringPoint,
    PeriodKind,
)

_REMEDIES = {
    CheckReason.NO_PEOPLE: "give the people that count under `occupancy` of its site or buildings",
    CheckReason.NO_AREA: "give an area above 0 under `occupancy` of its site or buildings",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A figure, and what stands in the way of its value, if anything does."""

    figure: Figure
    obstacle: Obstacle | None


def figures(accounts: Accounts, period: Period, seasons: Sequence[Period], now: datetime) -> list[Outcome]:
    """Return the figures of a period; `seasons` are the heating seasons before it that can be compared."""
    of_season = period.kind is PeriodKind.HEATING_SEASON
    found: list[Outcome] = []
    for definition in OF_SEASONS if of_season else OF_YEARS_AND_MONTHS:
        asked = question(accounts, definition, period)
        days = None if asked is None else observed_days(asked.use.series, period)
        if asked is not None and days is not None and len(days):
            found.append(_outcome(accounts, asked, days, seasons, now))
    return found


def _outcome(
    accounts: Accounts, asked: Question, days: Ints, seasons: Sequence[Period], now: datetime
) -> Outcome:
    series, period = asked.use.series, asked.period
    first, last = (series.begin + timedelta(days=int(day)) for day in (days[0], days[-1]))
    observed = Stretch(first, last)
    obstacle, ratio = _ratio(asked, days)
    earlier = year_before(period, seasons)
    reasons = [
        *([obstacle.reason] if obstacle else ()),
        *_doubts(accounts, asked, days, ratio, observed),
        *_jumps(asked, days, observed, earlier),
    ]
    subject = accounts.facts.subject
    figure = Figure(
        subject.id,
        asked.definition.indicator,
        period.kind,
        period.start,
        period.end,
        asked.definition.unit_in(period.kind),
        _composition(accounts, asked, ratio),
        Knowledge(coverage(series, days), estimated_share(series, days), len(days), first, last),
        standing(accounts, asked, days, ratio.value, earlier),
        _comparison(asked, observed, seasons),
        own_weeks(accounts, asked, days),
        tuple(dict.fromkeys(reasons)),
        now,
    )
    return Outcome(figure, obstacle)


def _ratio(asked: Question, days: Ints) -> tuple[Obstacle | None, Ratio]:
    """Divide; where something stands in the way, say what."""
    if asked.obstacle is not None:
        is_amount = asked.obstacle.reason is not CheckReason.FACTOR_MISSING
        amount = divided(asked.use, days).numerator if is_amount else None
        return asked.obstacle, Ratio(None, amount, None, is_partial=False)
    ratio = divided(asked.use, days)
    missing = list(denominator_doubts(asked.definition.divisor, is_missing=True, is_partial=False))
    if ratio.value is None and missing:
        return Obstacle(missing[0], _REMEDIES[missing[0]]), ratio
    return None, ratio


def _doubts(
    accounts: Accounts, asked: Question, days: Ints, ratio: Ratio, observed: Stretch
) -> Iterator[CheckReason]:
    series, quota = asked.use.series, asked.rule.quota
    silent = set(silent_meters(series, days))
    in_place = any(p.id in silent and _stood(p, observed) for p in accounts.facts.points)
    yield from quality(coverage(series, days), estimated_share(series, days), in_place)
    is_partial = ratio.is_partial and ratio.value is not None
    yield from denominator_doubts(asked.definition.divisor, is_missing=False, is_partial=is_partial)
    if is_over(asked.period, accounts.today):
        if not is_whole(asked.period, days):
            yield CheckReason.PARTLY_METERED
        elif quota and ratio.value is not None and asked.period.kind is not PeriodKind.MONTH:
            yield from [CheckReason.BELOW_GUIDE] if is_below_guide(quota.quota, ratio.value) else ()


def _stood(point: MeteringPoint, observed: Stretch) -> bool:
    """Tell whether a meter was in place on all of the days: one that came or went between is no wonder."""
    begin, end = point.installed_from, point.installed_to
    return begin is not None and begin <= observed.first and (end is None or observed.last < end)


def _jumps(asked: Question, days: Ints, observed: Stretch, earlier: Period | None) -> Iterator[CheckReason]:
    by = asked.use.by
    if by is None or earlier is None:
        return
    before = _places(asked, same_days(asked.period, observed, earlier))
    now, then = (mean_of(by, asked.use.count, some) for some in (days, before))
    yield from jump(asked.definition.divisor, now, then)


def _places(asked: Question, stretch: Stretch) -> Ints:
    window = asked.use.series.window(stretch.first, stretch.last + timedelta(days=1))
    return np.arange(window.start, window.stop)


def _composition(accounts: Accounts, asked: Question, ratio: Ratio) -> Composition:
    is_carbon = asked.grid_data_year is not None
    return Composition(
        ratio.value,
        ratio.numerator,
        ratio.denominator,
        asked.definition.divisor,
        asked.rule.day_divisor,
        asked.rule.counts,
        asked.rule.factor_set,
        accounts.basis.grid_region if is_carbon else None,
        asked.grid_data_year,
    )


def _comparison(asked: Question, observed: Stretch, seasons: Sequence[Period]) -> Comparison:
    if asked.obstacle is not None:
        return Comparison(None, None)
    last_year, last_period = (
        _value_then(asked, observed, before(asked.period, seasons)) for before in (year_before, period_before)
    )
    return Comparison(last_year, last_period)


def _value_then(asked: Question, observed: Stretch, earlier: Period | None) -> float | None:
    if earlier is None:
        return None
    days = days_of(asked.use.series, same_days(asked.period, observed, earlier))
    value = None if days is None else divided(asked.use, days).value
    return value if value is not None and isfinite(value) else None
