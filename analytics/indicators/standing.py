"""How a figure stands against its quota, and where its period is going."""

from datetime import date

from analytics.indicators.facts import Accounts
from analytics.indicators.judging import tier
from analytics.indicators.periods import Period
from analytics.indicators.progress import course, limit_date, projection
from analytics.indicators.question import Question
from analytics.registers import Ints
from models.figures import PeriodKind, Standing

_WHOLE = 0.95


def is_over(period: Period, today: date) -> bool:
    """Tell whether a period has ended: only then a tier judges it."""
    return today >= period.end


def is_whole(period: Period, days: Ints) -> bool:
    """Tell whether so many of its days were metered that it can be judged: 95 %."""
    return len(days) >= _WHOLE * period.days


def standing(
    accounts: Accounts, asked: Question, days: Ints, value: float | None, earlier: Period | None
) -> Standing:
    """Return how far the observed days of a period have come.

    Shares are of the whole period: a figure per day is first made a part of it, so that 60 L per day in 35 of
    365 days against 50 L is 11.5 % used where 9.6 % are due.
    """
    series, period, quota = asked.use.series, asked.period, asked.rule.quota
    spread = course(period, series, earlier, accounts.kinds_of_days(asked.definition.boundary))
    over, judged = is_over(period, accounts.today), period.kind is not PeriodKind.MONTH
    so_far = None if value is None else value * _part(asked, days)
    ahead = projection(so_far or 0.0, series, days, period, spread)
    runs = so_far is not None and not over
    limit = quota.quota.limit_value() if quota and judged else None
    used = so_far / limit if so_far is not None and limit else None
    is_tiered = quota and judged and over and value is not None and is_whole(period, days)
    return Standing(
        quota.id if quota else None,
        limit,
        tier(quota.quota, value) if quota and is_tiered and value is not None else None,
        used,
        ahead.due_share,
        spread.basis,
        ahead.projected if runs else None,
        ahead.low if runs else None,
        ahead.high if runs else None,
        limit_date(used, series, days, period, spread) if used is not None else None,
    )


def _part(asked: Question, days: Ints) -> float:
    """Return which part of the period a value stands for; an amount that grows already is that part."""
    on, series, period = asked.use.on, asked.use.series, asked.period
    if on is None:
        return 1.0
    return float(on[days].sum()) / float(on[series.window(period.start, period.end)].sum())
