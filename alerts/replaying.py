"""A rule over history: what it would have said, round by round, without telling anybody."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg

from alerts.judge import Judge
from models.alerts import Change, Figure
from models.calendar import Calendar
from models.errors import GuanjiaError
from models.rules import (
    AbsenceRule,
    AllowanceRule,
    GeofenceRule,
    LeakRule,
    LeakSign,
    OutOfHoursRule,
    OvernightAwayRule,
    OverQuotaRule,
    Rule,
    Span,
    SpeedingRule,
    ThresholdRule,
)
from storage.alerting import Judgement, Remembered


@dataclass(frozen=True, slots=True)
class Told:
    """One change that would have been, with the figures of its moment."""

    subject: str
    change: Change
    figures: dict[str, Figure]


def pace(rule: Rule) -> timedelta:
    """Return how far apart the rounds are: as often as what the rule looks at can change."""
    match rule:
        case ThresholdRule(of=Span.READING):
            return timedelta(minutes=15)
        case ThresholdRule(of=Span.HOUR) | AbsenceRule() | OvernightAwayRule():
            return timedelta(hours=1)
        case GeofenceRule() | SpeedingRule() | OutOfHoursRule():
            # no stretch is missed, and rounds do not look at the same fixes again and again
            return rule.within / 2
        case _:
            return timedelta(days=1)


def replayed(
    connection: psycopg.Connection,
    rule: Rule,
    calendar: Calendar,
    begin: datetime,
    end: datetime,
    progress: Callable[[datetime], None] = lambda _: None,
) -> Iterator[Told]:
    """Yield what a rule would have said from `begin` to `end`, as the readings are known today.

    Raises
    ------
    GuanjiaError
        Of a rule over what keeps no history: figures of quotas, allowances, how long registers have flowed.
    """
    if (why := _no_history(rule)) is not None:
        raise GuanjiaError(f"rule {rule.code}: {why}")
    judge, remembered = Judge(lambda: [rule], calendar), dict[str, Remembered]()
    now = begin
    while now <= end:
        progress(now)
        for judged in judge.judge_anew(connection, rule, remembered, now):
            remembered[judged.seen.subject] = _remember(judged)
            if judged.change is not None:
                yield Told(judged.seen.subject, judged.change, judged.seen.figures)
        now += pace(rule)


def _no_history(rule: Rule) -> str | None:
    match rule:
        case OverQuotaRule():
            return (
                "figures keep no history, so a rule over quotas cannot be replayed; "
                "`guanjia figures` shows where each institution stands today"
            )
        case AllowanceRule():
            return (
                "a rule over allowances is judged against the running period only; "
                "`guanjia allowance list --month` shows how any period came out"
            )
        case LeakRule(sign=LeakSign.STANDSTILL):
            return (
                "how long registers have not stood still is known of today only; "
                "the signs night_flow and balance can be replayed"
            )
        case _:
            return None


def _remember(judged: Judgement) -> Remembered:
    state = judged.state
    return Remembered(
        judged.rule,
        judged.seen.subject,
        judged.seen.institution_id,
        judged.severity,
        state.state,
        state.since,
        state.told_at,
        state.fired_at,
        state.escalated_at,
        None,
    )
