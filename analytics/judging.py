"""Where a figure stands: on the ladder of an energy quota, or against a water limit."""

from dataclasses import dataclass

from models.quotas import Quota, Tier, TierScheme


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a whole year (or season) is judged as.

    `kept` is the strictest tier that the value keeps, None when it keeps none; `passed` the loosest one
    that it passes, whose consequence follows, None when it passes none. `is_over` says whether the tier
    that judges existing users is passed.
    """

    kept: Tier | None
    passed: Tier | None
    is_over: bool


def tier_of(quota: Quota, value: float) -> Verdict | None:
    """Return where a figure stands among the tiers of its quota.

    A tier is kept up to and with its value: X <= 引导值; 引导值 < X <= 基准值; and so on; X > 约束值 is over.
    Where the tiers are for several purposes (water), only the limit judges.

    Parameters
    ----------
    quota : Quota
        The quota; tiers whose value is blank judge nothing.
    value : float
        The figure of a whole year or heating season [`quota.unit`].

    Returns
    -------
    Verdict or None
        None where the limit is blank: nobody can be judged.

    References
    ----------
    DB37/T 2671-2019, annex A (energy); DB37/T 4452-2021 (water).

    Examples
    --------
    Universities, non-heating energy: 7.5, 10.0 and 16.5 kgce/(m2·a). 12.3 passes 基准值 and keeps 约束值.
    """
    limit = quota.limit_value()
    if limit is None:
        return None
    judging = [
        (tier, tier.value)
        for tier in quota.tiers
        if tier.value is not None and (quota.scheme is TierScheme.LADDER or tier.name == quota.limit)
    ]
    kept = [(bound, tier) for tier, bound in judging if value <= bound]
    passed = [(bound, tier) for tier, bound in judging if value > bound]
    return Verdict(
        kept=min(kept, key=lambda each: each[0])[1] if kept else None,
        passed=max(passed, key=lambda each: each[0])[1] if passed else None,
        is_over=value > limit,
    )
