"""What a rule sees: rows of computed figures become observations, with "not enough data" where that is so."""

from collections.abc import Iterable

from models.alerts import Lack, Observation
from models.quota_progress import QuotaProgress
from models.rules import OverQuotaRule


def quota_observations(rule: OverQuotaRule, rows: Iterable[QuotaProgress]) -> list[Observation]:
    """Return what an over-quota rule sees of each institution."""
    return [_observation(rule, row) for row in rows]


def _observation(rule: OverQuotaRule, row: QuotaProgress) -> Observation:
    lack = _lack(rule, row)
    return Observation(
        subject=f"institution:{row.institution}",
        institution_id=row.institution_id,
        value=None if lack else row.ratio,
        lack=lack,
        figures=row.model_dump(mode="json"),
    )


def _lack(rule: OverQuotaRule, row: QuotaProgress) -> Lack | None:
    if row.ratio is None or row.observed_days < rule.min_observed_days:
        return Lack.OBSERVED_DAYS
    return Lack.COVERAGE if row.coverage < rule.min_coverage else None
