"""What rules see of single meters and devices."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from alerts.directory import Subject
from alerts.seeing.sieve import Sieve
from alerts.seeing.sightings import Facts, figures, lacking, observed
from models.alerts import Lack, Observation
from models.quantities import BY_NAME
from models.rules import (
    AbsenceRule,
    LowCoverageRule,
    RateOfChangeRule,
    SetAsideRule,
    SightedRule,
    Span,
    ThresholdRule,
)
from storage.watched import Seen

_HOUR = timedelta(hours=1)
_ENOUGH_USUAL_DAYS = 2


def thresholds(
    rule: ThresholdRule, subjects: Sequence[Subject], seen: Mapping[int, Seen], sieve: Sieve
) -> Iterator[Observation]:
    """Yield the newest value of each subject; a meter of that quantity without one has not enough data."""
    unit = BY_NAME[rule.quantity].unit
    for subject in subjects:
        row = seen.get(subject.entry.id)
        if row is None:
            if rule.of is not Span.READING and subject.entry.quantity == rule.quantity:
                yield lacking(subject, Lack.OBSERVED_DAYS)
            continue
        value, lack = row.value or 0.0, _thin(rule, row)
        if sieve.drops(subject.key, value, lack):
            continue
        yield observed(
            rule,
            subject,
            lack,
            Facts(
                value,
                unit,
                row.coverage,
                row.at,
                amount_unit="" if rule.of is Span.READING else unit,
                days=1 if rule.of is Span.DAY else 0,
            ),
        )


def rates_of_change(
    rule: RateOfChangeRule, subjects: Sequence[Subject], seen: Mapping[int, Seen], sieve: Sieve
) -> Iterator[Observation]:
    """Yield yesterday's use of each meter times its usual one; what is too little to matter is usual."""
    for subject in subjects:
        row = seen.get(subject.entry.id)
        if row is None or row.value is None:
            continue
        if row.usual is None or (row.usual_days or 0) < _ENOUGH_USUAL_DAYS or row.usual <= 0:
            yield lacking(subject, Lack.OBSERVED_DAYS)
            continue
        is_small = abs(row.value) < rule.min_amount
        value, lack = 1.0 if is_small else row.value / row.usual, _thin(rule, row)
        if sieve.drops(subject.key, value, lack):
            continue
        yield observed(
            rule,
            subject,
            lack,
            Facts(
                value,
                "1",
                row.coverage,
                row.at,
                row.value,
                row.usual,
                subject.entry.unit,
                days=1,
            ),
        )


def absences(
    rule: AbsenceRule, devices: Sequence[Subject], seen: Mapping[int, Seen], now: datetime, sieve: Sieve
) -> Iterator[Observation]:
    """Yield the hours since each device was heard; a site of which nothing is heard hides its devices."""
    silent = {device.entry.id: _silence(seen.get(device.entry.id), now) for device in devices}
    sites: dict[str, list[Subject]] = {}
    for device in devices:
        sites.setdefault(device.entry.site, []).append(device)
    for of_site in sites.values():
        known = [hours for device in of_site if (hours := silent[device.entry.id]) is not None]
        least = min(known, default=None)
        hides = len(of_site) > 1 and least is not None and rule.limits.is_over(least)
        if len(of_site) > 1 and least is not None and not sieve.drops(_site_key(of_site[0]), least, None):
            yield _site_observed(rule, of_site[0], least, now - least * _HOUR)
        lack = Lack.HIDDEN if hides else None
        for device in of_site:
            hours = silent[device.entry.id]
            if hours is None or sieve.drops(device.key, hours, lack):
                continue
            yield observed(rule, device, lack, Facts(hours, "h", at=now - hours * _HOUR))


def coverages(
    rule: LowCoverageRule, subjects: Sequence[Subject], seen: Mapping[int, Seen], now: datetime, sieve: Sieve
) -> Iterator[Observation]:
    """Yield the coverage of the last days of each meter that stood on all of them."""
    whole_days_since = now - timedelta(days=rule.days + 1)
    for subject in subjects:
        row = seen.get(subject.entry.id)
        if row is None or row.value is None or row.since is None or row.since > whole_days_since:
            continue
        if sieve.drops(subject.key, row.value, None):
            continue
        facts = Facts(row.value, "share", row.value, days=rule.days)
        yield observed(rule, subject, None, facts)


def steps_set_aside(
    rule: SetAsideRule, subjects: Sequence[Subject], seen: Mapping[int, Seen], sieve: Sieve
) -> Iterator[Observation]:
    """Yield how many steps of each meter nothing explains."""
    for subject in subjects:
        row = seen.get(subject.entry.id)
        if row is None or sieve.drops(subject.key, row.value or 0.0, None):
            continue
        facts = Facts(
            row.value or 0.0,
            "1",
            at=row.at,
            amount=row.amount,
            amount_unit=subject.entry.unit,
            days=rule.days,
        )
        yield observed(rule, subject, None, facts)


def _silence(row: Seen | None, now: datetime) -> float | None:
    """Return the hours since a device was heard; None: it never was, in the last month."""
    if row is None or row.at is None:
        return None
    return max((now - row.at) / _HOUR, 0.0)


def _thin(rule: SightedRule, row: Seen) -> Lack | None:
    return Lack.COVERAGE if row.coverage is not None and row.coverage < rule.min_coverage else None


def _site_key(one: Subject) -> str:
    """Return what the alerts of the site of a device are remembered by."""
    return f"site:{one.entry.site}"


def _site_observed(rule: AbsenceRule, one: Subject, hours: float, at: datetime) -> Observation:
    """Return what is seen of the site of a device."""
    entry = one.entry
    site = replace(entry, code=entry.site, name=entry.site_name)
    facts = Facts(hours, "h", at=at)
    traits = replace(one.traits, code=entry.site, device_kind=None, medium=None, item="", level=None)
    return Observation(
        _site_key(one),
        entry.institution_id,
        hours,
        None,
        {} if rule.limits.is_under(hours) else figures(rule, site, "site", facts),
        traits,
        entry.timezone,
        entry.heating,
    )
