"""What rules see of what detection found: leaks and unusual days."""

from collections.abc import Iterator, Mapping, Sequence

from alerts.directory import Subject
from alerts.seeing.sieve import Sieve
from alerts.seeing.sightings import Facts, lacking, observed
from models.alerts import Lack, Observation
from models.rules import AnomalyRule, Direction, LeakRule, LeakSign
from storage.watched import Seen

SIGNS = {Direction.ABOVE: 1, Direction.BELOW: -1, Direction.BOTH: 0}
"""How the query `alerts/newest_scores` counts spreads."""


def leaks(
    rule: LeakRule, subjects: Sequence[Subject], seen: Mapping[int, Seen], sieve: Sieve
) -> Iterator[Observation]:
    """Yield what is lost at each meter on a day; one whose nights are still being learnt lacks data."""
    for subject in subjects:
        row = seen.get(subject.entry.id)
        if row is None:
            continue
        if row.value is None:
            yield lacking(subject, Lack.OBSERVED_DAYS)
            continue
        counts = (row.days or 0) >= rule.nights and (row.share is None or row.share >= rule.min_share)
        value = row.value if counts else 0.0
        if sieve.drops(subject.key, value, None):
            continue
        yield observed(
            rule,
            subject,
            None,
            Facts(
                value,
                "m3/d",
                amount=row.amount,
                usual=row.usual,
                amount_unit="m3/h",
                days=row.days or 0,
                reason=row.reason or "",
                since=row.since_day,
            ),
        )


def standstills(
    rule: LeakRule, subjects: Sequence[Subject], seen: Mapping[int, Seen], sieve: Sieve
) -> Iterator[Observation]:
    """Yield for how many hours each register has not stood still."""
    for subject in subjects:
        row = seen.get(subject.entry.id)
        if row is None:
            continue
        if row.value is None:
            yield lacking(subject, Lack.COVERAGE)
        elif not sieve.drops(subject.key, row.value, None):
            yield observed(rule, subject, None, Facts(row.value, "h", reason=LeakSign.STANDSTILL.value))


def anomalies(
    rule: AnomalyRule, subjects: Sequence[Subject], seen: Mapping[int, Seen], sieve: Sieve
) -> Iterator[Observation]:
    """Yield how unusual the latest days of each meter were; one that is still being learnt lacks data."""
    for subject in subjects:
        row = seen.get(subject.entry.id)
        if row is None:
            continue
        if row.value is None or row.amount is None or row.usual is None:
            yield lacking(subject, Lack.OBSERVED_DAYS)
            continue
        difference = abs(row.amount - row.usual)
        is_small = difference < rule.min_difference or difference < rule.min_share * row.usual
        value = 0.0 if is_small else row.value
        if sieve.drops(subject.key, value, None):
            continue
        yield observed(
            rule,
            subject,
            None,
            Facts(
                value,
                "1",
                at=row.at,
                amount=row.amount,
                usual=row.usual,
                amount_unit=subject.entry.unit,
                days=rule.days,
                since=row.since_day,
                unusual=row.value,
                peak_hour=row.peak_hour,
                peak_amount=row.peak_amount,
                peak_usual=row.peak_usual,
            ),
        )
