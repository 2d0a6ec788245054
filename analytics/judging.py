"""Where a figure stands: on the ladder of an energy quota, against a water limit, in the scores of saving."""

from dataclasses import dataclass

from models.quotas import Quota, Tier, TierScheme

_STANDARD_HOURS = 2500.0
_STANDARD_AREA = 10.0


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


def water_saving_points(ratio: float) -> int:
    """Return the points of a water-saving unit (节水型单位) for its use per person.

    Parameters
    ----------
    ratio : float
        Use per person over the local mean or the quota [1], 0 or more.

    Returns
    -------
    int
        8 up to 0.9, 6 up to 1.0, 3 up to 1.1, 1 up to 1.2, else 0. Each bound is included.

    References
    ----------
    Technical part of 节水型单位; the schemes of 水利部 and of Ningxia score otherwise and were not found.

    Examples
    --------
    22 m3 against a quota of 25 m3 is 0.88: 8 points. 27.5 m3 is 1.1: 3 points.
    """
    bounds = ((0.9, 8), (1.0, 6), (1.1, 3), (1.2, 1))
    return next((points for bound, points in bounds if ratio <= bound), 0)


def hours_correction(hours: float) -> float:
    """Return gamma1 = 0.3 + 0.7 T0/T, by which energy per area of a long-used building is multiplied.

    Parameters
    ----------
    hours : float
        Hours in use T [h/a], more than 0. T0 is 2,500 h/a.

    Returns
    -------
    float
        The correction [1]: 1 at 2,500 h/a, 0.65 at 5,000.

    Raises
    ------
    ValueError
        For 0 hours or fewer.

    References
    ----------
    GB/T 51161-2016 for offices, from one secondary source: not used for any verdict.
    """
    if hours <= 0:
        raise ValueError("the hours in use must be more than 0")
    return 0.3 + 0.7 * _STANDARD_HOURS / hours


def density_correction(area_per_person_m2: float) -> float:
    """Return gamma2 = 0.7 + 0.3 S/S0, by which energy per area of a crowded building is multiplied.

    Parameters
    ----------
    area_per_person_m2 : float
        Area per person S [m2/person], more than 0. S0 is 10 m2/person.

    Returns
    -------
    float
        The correction [1]: 1 at 10 m2 a person, 0.85 at 5.

    Raises
    ------
    ValueError
        For 0 m2 or less.

    References
    ----------
    GB/T 51161-2016 for offices, from one secondary source: not used for any verdict.
    """
    if area_per_person_m2 <= 0:
        raise ValueError("the area per person must be more than 0")
    return 0.7 + 0.3 * area_per_person_m2 / _STANDARD_AREA
