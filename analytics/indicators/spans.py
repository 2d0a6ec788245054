"""A figure of any span of days, and which meters its amount is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analytics.indicators.definitions import OF_SEASONS, OF_YEARS_AND_MONTHS, Definition
from analytics.indicators.facts import Accounts
from analytics.indicators.periods import Period, Stretch
from analytics.indicators.question import Question, question
from analytics.indicators.ratio import Ratio, divided
from analytics.indicators.use import (
    counting_days,
    coverage,
    days_of,
    estimated_share,
    observed_days,
    silent_meters,
)
from analytics.registers import Ints
from models.errors import MissingFactorError
from models.figures import Knowledge, PeriodKind


@dataclass(frozen=True, slots=True)
class MeterShare:
    """What one meter gives to the amount of a figure on its observed days.

    `sign` is 1 where it is added and -1 where it is taken out; `metered` is what it counted [its own unit],
    `amount` that times sign and factor and `estimated` the absolute part of it that is estimated [unit of
    the figure's numerator]; `coverage` is the mean over the observed days, of which `days` are counted.
    """

    meter: int
    sign: int
    metered: float
    amount: float
    estimated: float
    coverage: float
    days: int


@dataclass(frozen=True, slots=True)
class SpanFigure:
    """A figure over the observed days of a span, with what its numerator is added up from.

    `unit` is per span, not per year. `obstacle` says why there is no value, "" where there is one.
    """

    definition: Definition
    unit: str
    ratio: Ratio
    knowledge: Knowledge
    counted: tuple[str, ...]
    day_divisor: str | None
    shares: tuple[MeterShare, ...]
    silent: tuple[int, ...]
    obstacle: str


def span_figures(accounts: Accounts, span: Period) -> list[SpanFigure]:
    """Return every figure of a span; one of which no day is metered is left out.

    A span of kind `MONTH` may be several months long: its people are the mean of its days, as in a month.
    """
    of_season = span.kind is PeriodKind.HEATING_SEASON
    found = [
        _span_figure(accounts, definition, span)
        for definition in (OF_SEASONS if of_season else OF_YEARS_AND_MONTHS)
    ]
    return [figure for figure in found if figure is not None]


def value_of(accounts: Accounts, definition: Definition, span: Period, days: Stretch) -> float | None:
    """Return the value of an indicator on other days, counted as in `span`; None: they are not metered."""
    asked = question(accounts, definition, span)
    if asked is None or asked.obstacle is not None:
        return None
    places = days_of(asked.use.series, days)
    return None if places is None else divided(asked.use, places).value


def _span_figure(accounts: Accounts, definition: Definition, span: Period) -> SpanFigure | None:
    asked = question(accounts, definition, span)
    days = np.empty(0, np.int64) if asked is None else observed_days(asked.use.series, span)
    if asked is None or not len(days):
        return None
    series = asked.use.series
    ratio = divided(asked.use, days)
    if asked.obstacle is not None:
        ratio = Ratio(None, None, None, is_partial=False)
    return SpanFigure(
        definition,
        definition.unit_in(span.kind),
        ratio,
        _knowledge(asked, days),
        asked.rule.counts,
        asked.rule.day_divisor,
        tuple(_shares(accounts, asked, days)),
        tuple(silent_meters(series, days)),
        "" if asked.obstacle is None else asked.obstacle.reason.value,
    )


def _knowledge(asked: Question, days: Ints) -> Knowledge:
    series = asked.use.series
    first, last = (_day(series.begin, day) for day in (days[0], days[-1]))
    return Knowledge(coverage(series, days), estimated_share(series, days), len(days), first, last)


def _day(begin: date, place: int) -> date:
    return begin + timedelta(days=int(place))


def _shares(accounts: Accounts, asked: Question, days: Ints) -> Sequence[MeterShare]:
    """Return what each meter gives; amounts add up to the numerator. Nothing where a factor is missing."""
    use = accounts.facts.use
    try:
        parts = accounts.parts(asked.definition, asked.rule)
    except MissingFactorError:
        return []
    counts = counting_days(use, parts)
    row_of = {meter: row for row, meter in enumerate(use.meters)}
    found: list[MeterShare] = []
    for meter, part in parts.items():
        if meter not in row_of:
            continue
        row = row_of[meter]
        on = days[counts[meter][days]]
        weight = part.sign * np.broadcast_to(np.asarray(part.factor, dtype=np.float64), use.amount.shape[1:])
        found.append(
            MeterShare(
                meter,
                int(part.sign),
                float(use.amount[row, on].sum()),
                float((use.amount[row, on] * weight[on]).sum()),
                float(np.abs(use.estimated[row, on] * weight[on]).sum()),
                float(use.coverage[row, days].mean()),
                len(on),
            )
        )
    return found
