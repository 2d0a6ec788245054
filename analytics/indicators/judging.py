"""Which tier a whole period fell in, and what about a figure a person should look at."""

from collections.abc import Iterator

from analytics.judging import tier_of
from models.figures import CheckReason, Divisor
from models.quotas import Quota, TierScheme

ABOVE = "> "
"""Stands before the name of the highest tier where a value is above that too."""

LOW_COVERAGE = 0.8
HIGH_ESTIMATED = 0.1
JUMP = 0.1


def tier(quota: Quota, value: float) -> str | None:
    """Return the strictest tier a value keeps to, or `> ` and the one it breaks; None of a blank quota.

    Examples
    --------
    7.5/10.0/16.5 kgce/m2: 7.5 is 引导值, 9 is 基准值, 16.5 is 约束值, 17 is "> 约束值".
    """
    verdict = tier_of(quota, value)
    if verdict is None:
        return None
    if verdict.kept is not None:
        return verdict.kept.name
    return None if verdict.passed is None else f"{ABOVE}{verdict.passed.name}"


def is_below_guide(quota: Quota, value: float) -> bool:
    """Tell whether a value lies below the strictest tier of a ladder: checked as one above the highest is."""
    bounds = [tier.value for tier in quota.tiers if tier.value is not None]
    return quota.scheme is TierScheme.LADDER and bool(bounds) and value < min(bounds)


def quality(coverage: float, estimated: float, has_silent: bool) -> Iterator[CheckReason]:
    """Yield what is doubtful about how well an amount is known."""
    if has_silent:
        yield CheckReason.SILENT_METER
    if coverage < LOW_COVERAGE:
        yield CheckReason.LOW_COVERAGE
    if estimated > HIGH_ESTIMATED:
        yield CheckReason.HIGH_ESTIMATED


def denominator_doubts(divisor: Divisor, is_missing: bool, is_partial: bool) -> Iterator[CheckReason]:
    """Yield what is missing of people or area."""
    match divisor:
        case Divisor.NONE:
            return
        case Divisor.PEOPLE | Divisor.PERSON_DAYS | Divisor.BED_DAYS:
            missing, partial = CheckReason.NO_PEOPLE, CheckReason.NO_PEOPLE_PART
        case Divisor.AREA | Divisor.HEATED_AREA:
            missing, partial = CheckReason.NO_AREA, CheckReason.NO_AREA_PART
    if is_missing:
        yield missing
    elif is_partial:
        yield partial


def jump(divisor: Divisor, now: float | None, before: float | None) -> Iterator[CheckReason]:
    """Yield that people or area changed by more than 10 % since the same days of last year."""
    # 110 after 100 is no jump, whatever the last bit of a quotient says
    if now is None or before is None or abs(now - before) <= JUMP * before * (1 + 1e-9):
        return
    match divisor:
        case Divisor.NONE:
            return
        case Divisor.PEOPLE | Divisor.PERSON_DAYS | Divisor.BED_DAYS:
            yield CheckReason.PEOPLE_JUMP
        case Divisor.AREA | Divisor.HEATED_AREA:
            yield CheckReason.AREA_JUMP
