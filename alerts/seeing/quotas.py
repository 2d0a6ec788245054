"""What an over-quota rule sees of the figures of institutions."""

import math
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from models.alerts import Lack, Observation
from models.quota_progress import QuotaProgress
from models.rules import Measure, OverQuotaRule
from models.traits import Traits


def quota_observations(
    rule: OverQuotaRule, rows: Iterable[QuotaProgress], now: datetime
) -> Iterator[Observation]:
    """Yield what an over-quota rule sees of each institution that it selects."""
    return (_observation(rule, row, _traits(row), now) for row in rows if selects(rule, row))


def selects(rule: OverQuotaRule, row: QuotaProgress) -> bool:
    """Tell whether a rule is about a figure of an institution."""
    return row.indicator is rule.indicator and rule.select.selects(_traits(row))


def _traits(row: QuotaProgress) -> Traits:
    return Traits(row.institution, frozenset([row.institution, *row.above.split()]))


def _observation(rule: OverQuotaRule, row: QuotaProgress, traits: Traits, now: datetime) -> Observation:
    value = _value(rule.measure, row, now)
    lack = _lack(rule, row, value)
    return Observation(
        subject=f"institution:{row.institution}",
        institution_id=row.institution_id,
        value=None if lack else value,
        lack=lack,
        figures=row.model_dump(mode="json"),
        traits=traits,
        timezone=row.timezone,
    )


def _value(measure: Measure, row: QuotaProgress, now: datetime) -> float | None:
    match measure:
        case Measure.PROGRESS:
            return row.ratio
        case Measure.PROJECTED:
            return None if row.projected is None else row.projected / row.quota_value
        case Measure.PASSING:
            return _days_until_passing(row, now)
        case Measure.TIER:
            return row.used_share if row.tier else 0.0


def _days_until_passing(row: QuotaProgress, now: datetime) -> float:
    """Return the days until the quota is passed; infinitely many where it is kept."""
    if row.limit_date is None:
        return math.inf
    return float((row.limit_date - now.astimezone(ZoneInfo(row.timezone)).date()).days)


def _lack(rule: OverQuotaRule, row: QuotaProgress, value: float | None) -> Lack | None:
    if value is None or row.ratio is None or row.observed_days < rule.min_observed_days:
        return Lack.OBSERVED_DAYS
    return Lack.COVERAGE if row.coverage < rule.min_coverage else None
