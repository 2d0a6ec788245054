"""What an institution's own earlier weeks come to: a stand-in for a quota before there is a last year."""

from datetime import date, timedelta
from math import isfinite

import numpy as np

from analytics.indicators.facts import Accounts
from analytics.indicators.judging import LOW_COVERAGE
from analytics.indicators.periods import Period
from analytics.indicators.question import Question
from analytics.indicators.ratio import divided
from analytics.indicators.use import WEEKS_BACK, coverage, observed_days, whole_weeks
from analytics.known_days import UNKNOWN
from analytics.registers import Ints
from models.figures import OwnWeeks

MONTHS_BACK = 12
"""So many months after a month its weeks may still stand in for a quota."""

_LAST_WEEK = timedelta(days=6)
_NOTHING = OwnWeeks(None, None, None)


def own_weeks(accounts: Accounts, asked: Question, observed: Ints) -> OwnWeeks:
    """Return what the whole weeks before come to, made a whole period.

    Those of the 52 weeks before the period; where they do not know enough, those of the period itself that
    lie before its last observed seven days. Where the institution heats, heated days and others are each
    their own mean, times how many the period has: a week of November does not stand for July.

    Returns
    -------
    OwnWeeks
        Unit of the figure; all None where a kind of day that the period has was not metered for a week, or
        less than 80 % of it.

    Examples
    --------
    5 GJ on each unheated day and 20 GJ on each heated one, in a year with 151 heated days:
    5 x 214 + 20 x 151 = 4,090 GJ, from one week of either.
    """
    if asked.obstacle is not None:
        return _NOTHING
    begin, period = asked.use.series.begin, asked.period
    last_week = begin + timedelta(days=int(observed[-1])) - _LAST_WEEK
    for first, end in ((period.start - WEEKS_BACK, period.start), (period.start, last_week)):
        found = _made_whole(accounts, asked, first, end)
        if found is not None:
            return found
    return _NOTHING


def _made_whole(accounts: Accounts, asked: Question, first: date, end: date) -> OwnWeeks | None:
    series, period = asked.use.series, asked.period
    kinds = accounts.kinds_of_days(asked.definition.boundary)
    if kinds is None or end <= first:
        return None
    days = observed_days(series, Period(period.kind, first, end))
    wanted = kinds[series.window(period.start, period.end)]
    value, used = 0.0, list[int]()
    for kind in np.unique(wanted).tolist():
        weeks = whole_weeks(days[kinds[days] == kind])
        a_day = _mean_day(asked, weeks) if kind != UNKNOWN else None
        if a_day is None:
            return None
        value += a_day * int((wanted == kind).sum()) / (period.days if asked.definition.is_rate else 1)
        used += weeks.tolist()
    return OwnWeeks(value, *(series.begin + timedelta(days=day) for day in (min(used), max(used))))


def _mean_day(asked: Question, weeks: Ints) -> float | None:
    """Return the figure of a mean day; of one that is per day already, the figure itself."""
    if not len(weeks) or coverage(asked.use.series, weeks) < LOW_COVERAGE:
        return None
    value = divided(asked.use, weeks).value
    if value is None or not isfinite(value):
        return None
    return value if asked.definition.is_rate else value / len(weeks)
