"""Figures of a quarter: computed as those of its months are, over all its days at once."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from analytics.indicators.facts import Accounts
from analytics.indicators.judging import quality
from analytics.indicators.periods import Period, Stretch, a_month_earlier, a_year_earlier
from analytics.indicators.spans import SpanFigure, span_figures, value_of
from guanjia.reports.period import ReportSpan
from models.day_span import DaySpan
from models.figures import PeriodKind
from storage.figures import ShownFigure
from storage.report_contents import Member

_DAY = timedelta(days=1)
_Step = Callable[[date], date]


def quarter_figures(
    accounts: Accounts, member: Member, span: ReportSpan, now: datetime
) -> list[tuple[ShownFigure, SpanFigure]]:
    """Return the figures of a quarter, which no view has, with what they are made of.

    A quarter is judged by no quota. It is compared with the same days of the quarter before and of the one a
    year before.
    """
    quarter = Period(PeriodKind.MONTH, span.days.start, span.days.end)
    return [(_shown(accounts, member, span, now, each), each) for each in span_figures(accounts, quarter)]


def _shown(
    accounts: Accounts, member: Member, span: ReportSpan, now: datetime, found: SpanFigure
) -> ShownFigure:
    known, definition = found.knowledge, found.definition
    quarter = Period(PeriodKind.MONTH, span.days.start, span.days.end)
    year_before, just_before = (
        value_of(accounts, definition, quarter, stretch) for stretch in _earlier(span, found)
    )
    value = found.ratio.value
    reasons = [found.obstacle] if found.obstacle else []
    reasons += [each.value for each in quality(known.coverage, known.estimated_share, bool(found.silent))]
    return ShownFigure(
        institution=member.code,
        institution_name=member.name,
        indicator=definition.indicator,
        period=span.period,
        period_start=span.days.start,
        period_end=span.days.end,
        value=value,
        unit=found.unit,
        numerator=found.ratio.numerator,
        denominator=found.ratio.denominator,
        divisor=definition.divisor,
        day_divisor=found.day_divisor,
        counted=list(found.counted),
        coverage=known.coverage,
        estimated_share=known.estimated_share,
        observed_days=known.observed_days,
        observed_from=known.observed_from,
        observed_to=known.observed_to,
        quota=None,
        quota_source=None,
        quota_tier=None,
        quota_value=None,
        tier=None,
        used_share=None,
        due_share=None,
        due_basis=None,
        projected=None,
        projected_low=None,
        projected_high=None,
        limit_date=None,
        factor_set=None,
        grid_region=None,
        grid_data_year=None,
        value_last_year=year_before,
        change_last_year=_change(value, year_before),
        value_last_period=just_before,
        change_last_period=_change(value, just_before),
        target_kind=None,
        target_value=None,
        check_reasons=reasons,
        computed_at=now,
        target_from=None,
        target_to=None,
        quota_status=None,
        quota_tier_en=None,
        reached_tier_en=None,
    )


def _earlier(span: ReportSpan, found: SpanFigure) -> Sequence[Stretch]:
    """Return the days that match the observed ones: a year before, and a quarter before."""
    observed = Stretch(found.knowledge.observed_from, found.knowledge.observed_to)
    return (
        _matching(span, observed, span.a_year_before(), a_year_earlier),
        _matching(span, observed, span.the_one_before(), _a_quarter_earlier),
    )


def _matching(span: ReportSpan, observed: Stretch, earlier: DaySpan, step: _Step) -> Stretch:
    first = earlier.start if observed.first == span.days.start else step(observed.first)
    last = earlier.end - _DAY if observed.last == span.last_day else step(observed.last)
    return Stretch(max(first, earlier.start), min(last, earlier.end - _DAY))


def _a_quarter_earlier(day: date) -> date:
    return a_month_earlier(a_month_earlier(a_month_earlier(day)))


def _change(value: float | None, before: float | None) -> float | None:
    return value / before - 1 if value is not None and before else None
