"""What rules see of the monthly allowances of places."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from alerts.directory import Subject
from alerts.seeing.sightings import Facts, observed
from models.alerts import Lack, Observation
from models.allowances import AllowanceStanding
from models.rules import AllowanceMeasure, AllowanceRule

_DAY = timedelta(days=1)


def standings(
    rule: AllowanceRule, places: Sequence[Subject], known: Iterable[AllowanceStanding]
) -> Iterator[Observation]:
    """Yield how far each place has come with its approved volume; one without such a volume is left out."""
    of_medium = {standing.place: standing for standing in known if standing.medium is rule.medium}
    for place in places:
        standing = of_medium.get(place.entry.code)
        if standing is not None:
            yield _observation(rule, place, standing)


def _observation(rule: AllowanceRule, place: Subject, at: AllowanceStanding) -> Observation:
    value = _value(rule, at)
    return observed(
        rule,
        place,
        _lack(rule, at, value),
        Facts(
            0.0 if value is None else value,
            "share",
            at.coverage,
            amount=at.used,
            usual=at.approved,
            amount_unit=at.unit,
            days=at.open_days_over,
            reason=rule.measure.value,
            since=at.period.start,
            ends=at.period.end - _DAY,
            passed=at.passed_on,
            due=at.due,
            projected=at.projected,
            meters=" ".join(f"{meter}:{share:g}" for meter, share in sorted(at.shares.items())),
        ),
    )


def _value(rule: AllowanceRule, at: AllowanceStanding) -> float | None:
    match rule.measure:
        case AllowanceMeasure.USED:
            return at.used / at.approved if at.approved else None
        case AllowanceMeasure.PROGRESS:
            return at.used / at.due if at.due else None
        case AllowanceMeasure.PROJECTED:
            return at.projected / at.approved if at.approved and at.projected is not None else None


def _lack(rule: AllowanceRule, at: AllowanceStanding, value: float | None) -> Lack | None:
    if value is None:
        return Lack.OBSERVED_DAYS
    if rule.measure is AllowanceMeasure.USED and rule.limits.is_over(value):
        # what is missing can only add to it
        return None
    if rule.measure is not AllowanceMeasure.USED and at.open_days_over < rule.min_open_days:
        return Lack.OBSERVED_DAYS
    return Lack.COVERAGE if at.coverage < rule.min_coverage else None
