"""From a rule to what it sees: which query answers it, of which subjects."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import assert_never

from alerts.directory import Directory, Subject
from alerts.seeing import meters
from alerts.seeing.quotas import quota_observations, selects
from alerts.seeing.sight import Sight
from alerts.seeing.vehicles import vehicle_observations
from models.alerts import Observation
from models.rules import (
    AbsenceRule,
    DeviceRule,
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


def observe(sight: Sight, directory: Directory, rule: Rule, now: datetime) -> Iterator[Observation]:
    """Yield what a rule sees of everything that it selects."""
    if isinstance(rule, OverQuotaRule):
        return quota_observations(rule, sight.quotas(), now)
    subjects = directory.selected(_subject_kind(rule), rule.select)
    if isinstance(rule, VehicleRule):
        return vehicle_observations(sight, rule, subjects, now)
    return _device_observations(sight, subjects, rule, now)


def _device_observations(
    sight: Sight, subjects: Sequence[Subject], rule: DeviceRule, now: datetime
) -> Iterator[Observation]:
    match rule:
        case ThresholdRule():
            return meters.thresholds(rule, subjects, _newest(sight, rule, now))
        case RateOfChangeRule():
            asked = {"now": now, "weeks": rule.weeks, "quantity": None, "medium": rule.medium.value}
            return meters.rates_of_change(rule, subjects, sight.seen("alerts/newest_days", asked))
        case AbsenceRule():
            return meters.absences(rule, subjects, sight.seen("alerts/last_heard", {"now": now}), now)
        case LowCoverageRule():
            asked = {"now": now, "days": rule.days}
            return meters.coverages(rule, subjects, sight.seen("alerts/coverage_of_days", asked), now)
        case SetAsideRule():
            asked = {"since": now - timedelta(days=rule.days), "now": now}
            return meters.steps_set_aside(rule, subjects, sight.seen("alerts/steps_set_aside", asked))
        case _:
            assert_never(rule)


def count_watched(sight: Sight, directory: Directory, rule: Rule) -> int:
    """Return how many meters, devices, vehicles or institutions a rule means."""
    if isinstance(rule, OverQuotaRule):
        return sum(selects(rule, row) for row in sight.quotas())
    return len(directory.selected(_subject_kind(rule), rule.select))


def _subject_kind(rule: Rule) -> SubjectKind:
    match rule:
        case AbsenceRule() | ThresholdRule(of=Span.READING):
            return "device"
        case _ if isinstance(rule, VehicleRule):
            return "vehicle"
        case _:
            return "meter"


def _newest(sight: Sight, rule: ThresholdRule, now: datetime) -> dict[int, Seen]:
    asked: dict[str, object] = {"now": now, "since": now - rule.newest_within, "quantity": rule.quantity}
    match rule.of:
        case Span.READING:
            return sight.seen("alerts/newest_gauges", asked)
        case Span.HOUR:
            return sight.seen("alerts/newest_hours", asked)
        case Span.DAY:
            return sight.seen("alerts/newest_days", asked | {"weeks": 0, "medium": None})
