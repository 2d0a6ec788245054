"""One indicator of one institution: the use and what divides it, day by day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from analytics.indicators.definitions import Counting, Definition, counting
from analytics.indicators.facts import Accounts
from analytics.indicators.periods import Period
from analytics.indicators.ratio import Divided
from analytics.registers import Floats
from models.errors import MissingFactorError, NoCalendarError
from models.factors import FactorPurpose
from models.figures import CheckReason, Divisor, JudgingQuota
from models.quotas import DayDivisor


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a figure has no value, and what to do about it."""

    reason: CheckReason
    remedy: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of an institution for a period: an indicator, counted in some way.

    `use` is the amount and its divisor; where an obstacle stands in the way, only its days can be relied on.
    """

    definition: Definition
    rule: Counting
    period: Period
    use: Divided
    obstacle: Obstacle | None
    grid_data_year: int | None


def question(accounts: Accounts, definition: Definition, period: Period) -> Question | None:
    """Return what is asked for an indicator; None where no meter counts it, or nobody lies in a bed."""
    last = min(accounts.today, period.end - timedelta(days=1))
    quota = judging_quota(accounts.facts.quotas, definition, last)
    rule = counting(definition, quota)
    if definition.divisor is Divisor.BED_DAYS and quota is None and not _is_recorded(accounts, rule):
        return None
    obstacle: Obstacle | None = None
    data_year: int | None = None
    try:
        series = accounts.series(definition, rule)
        data_year = _grid_data_year(accounts, definition, period)
    except MissingFactorError as error:
        obstacle = Obstacle(CheckReason.FACTOR_MISSING, str(error))
        series = accounts.series(replace(definition, purpose=None), rule)
    if series is None:
        return None
    by = accounts.by_day(definition.divisor, rule)
    try:
        on = _on_days(accounts, rule, period)
    except NoCalendarError as error:
        obstacle, on = Obstacle(CheckReason.NO_CALENDAR, str(error)), None
    use = Divided(series, by, rule.people, on, definition.scale)
    return Question(definition, rule, period, use, obstacle, data_year)


def judging_quota(quotas: tuple[JudgingQuota, ...], definition: Definition, day: date) -> JudgingQuota | None:
    """Return the quota that judges an indicator on a day: of several, the one assigned last."""
    found = [
        quota
        for quota in quotas
        if quota.quota.indicator == definition.indicator
        and quota.valid_from <= day
        and (quota.valid_to is None or day < quota.valid_to)
    ]
    return max(found, key=lambda quota: (quota.valid_from, -quota.id), default=None)


def _is_recorded(accounts: Accounts, rule: Counting) -> bool:
    return any(kind in entry.people for entry in accounts.facts.occupied for kind in rule.counts)


def _grid_data_year(accounts: Accounts, definition: Definition, period: Period) -> int | None:
    """Return the data year of the grid factor of a period; MissingFactorError when there is none."""
    if definition.purpose is not FactorPurpose.CARBON:
        return None
    return accounts.grid_factor(period.start.year).data_year


def _on_days(accounts: Accounts, rule: Counting, period: Period) -> Floats | None:
    """Return the days a figure per day is divided by; years the calendar does not know are NaN.

    Raises
    ------
    NoCalendarError
        When it does not know the year of the period.
    """
    match rule.day_divisor:
        case None:
            return None
        case DayDivisor.CALENDAR_DAYS:
            return np.ones(len(accounts.facts.use.days))
        case DayDivisor.WORKDAYS:
            accounts.basis.calendar.is_workday(period.start)
            return accounts.workdays()
