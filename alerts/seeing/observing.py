"""From a rule to what it sees: which query answers it, of which subjects."""

from collections.abc import Container, Iterator, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from alerts.directory import Directory, Subject
from alerts.seeing import allowances, detection, meters
from alerts.seeing.quotas import quota_observations, selects
from alerts.seeing.sieve import Sieve
from alerts.seeing.sight import Sight
from alerts.seeing.vehicles import vehicle_observations
from models.alerts import Observation
from models.rules import (
    AbsenceRule,
    AllowanceRule,
    AnomalyRule,
    LeakRule,
    LeakSign,
    LowCoverageRule,
    OverQuotaRule,
    RateOfChangeRule,
    Rule,
    SetAsideRule,
    Span,
    ThresholdRule,
    VehicleRule,
)
from storage.watched import Seen, SubjectKind


def observe(
    sight: Sight, directory: Directory, rule: Rule, now: datetime, remembered: Container[str] | None = None
) -> Iterator[Observation]:
    """Yield what a rule sees of everything that it selects; of all of it unless `remembered` is given.

    With the subjects whose alerts are remembered, what can change no alert may be left out.
    """
    if isinstance(rule, OverQuotaRule):
        return quota_observations(rule, sight.quotas(), now)
    subjects = directory.selected(subject_kind(rule), rule.select)
    if isinstance(rule, VehicleRule):
        return vehicle_observations(sight, rule, subjects, now)
    sieve = Sieve(rule.limits, remembered)
    match rule:
        case AllowanceRule():
            return allowances.standings(rule, subjects, sight.allowances(now))
        case LeakRule() | AnomalyRule():
            return _found(sight, subjects, rule, now, sieve)
        case ThresholdRule() | RateOfChangeRule() | AbsenceRule() | LowCoverageRule() | SetAsideRule():
            return _measured(sight, subjects, rule, now, sieve)
        case _:
            assert_never(rule)


def count_watched(sight: Sight, directory: Directory, rule: Rule) -> int:
    """Return how many meters, devices, vehicles or institutions a rule means."""
    if isinstance(rule, OverQuotaRule):
        return sum(selects(rule, row) for row in sight.quotas())
    return len(directory.selected(subject_kind(rule), rule.select))


def subject_kind(rule: Rule) -> SubjectKind:
    """Return what a rule is about; of a rule about quotas, which watches institutions, it is not asked."""
    match rule:
        case AbsenceRule() | ThresholdRule(of=Span.READING):
            return "device"
        case AllowanceRule():
            return "place"
        case _ if isinstance(rule, VehicleRule):
            return "vehicle"
        case _:
            return "meter"


def _measured(
    sight: Sight,
    subjects: Sequence[Subject],
    rule: ThresholdRule | RateOfChangeRule | AbsenceRule | LowCoverageRule | SetAsideRule,
    now: datetime,
    sieve: Sieve,
) -> Iterator[Observation]:
    match rule:
        case ThresholdRule():
            return meters.thresholds(rule, subjects, _newest(sight, rule, now), sieve)
        case RateOfChangeRule():
            asked = {"now": now, "weeks": rule.weeks, "quantity": None, "medium": rule.medium.value}
            return meters.rates_of_change(rule, subjects, sight.seen("alerts/newest_days", asked), sieve)
        case AbsenceRule():
            heard = sight.seen("alerts/last_heard", {"now": now})
            return meters.absences(rule, subjects, heard, now, sieve)
        case LowCoverageRule():
            asked = {"now": now, "days": rule.days}
            return meters.coverages(rule, subjects, sight.seen("alerts/coverage_of_days", asked), now, sieve)
        case SetAsideRule():
            asked = {"since": now - timedelta(days=rule.days), "now": now}
            return meters.steps_set_aside(rule, subjects, sight.seen("alerts/steps_set_aside", asked), sieve)


def _found(
    sight: Sight, subjects: Sequence[Subject], rule: LeakRule | AnomalyRule, now: datetime, sieve: Sieve
) -> Iterator[Observation]:
    match rule:
        case LeakRule(sign=LeakSign.STANDSTILL):
            return detection.standstills(rule, subjects, sight.seen("alerts/flowing", {}), sieve)
        case LeakRule():
            asked = {"now": now, "is_balance": rule.sign is LeakSign.BALANCE}
            return detection.leaks(rule, subjects, sight.seen("alerts/leaks", asked), sieve)
        case AnomalyRule():
            return detection.anomalies(rule, subjects, _scores(sight, rule, now), sieve)


def _scores(sight: Sight, rule: AnomalyRule, now: datetime) -> dict[int, Seen]:
    asked = {
        "now": now,
        "days": rule.days,
        "direction": detection.SIGNS[rule.direction],
        "medium": None if rule.medium is None else rule.medium.value,
    }
    return sight.seen("alerts/newest_scores", asked)


def _newest(sight: Sight, rule: ThresholdRule, now: datetime) -> dict[int, Seen]:
    asked: dict[str, object] = {"now": now, "since": now - rule.newest_within, "quantity": rule.quantity}
    match rule.of:
        case Span.READING:
            return sight.seen("alerts/newest_gauges", asked)
        case Span.HOUR:
            return sight.seen("alerts/newest_hours", asked)
        case Span.DAY:
            return sight.seen("alerts/newest_days", asked | {"weeks": 0, "medium": None})
