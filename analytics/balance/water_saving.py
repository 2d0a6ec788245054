"""What the scoring of water-saving units asks of meters: metered volumes and leakage."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.balance.levels import Level, leakage, metered_volume_rate
from analytics.balance.tree import Judgement


class Criterion(StrEnum):
    """What is scored; documented in docs/reference/balance.md."""

    UNIT_METERED = "unit_metered"
    """The whole unit's water is metered: 计量率 of the first level."""
    SECOND_LEVEL_METERED = "second_level_metered"
    """计量率 of the second level."""
    PIPE_LEAKAGE = "pipe_leakage"
    """Leakage of pipes, as (L1 - sum of L2) / L1."""


LIMITS: dict[Criterion, float] = {
    Criterion.UNIT_METERED: 1.0,
    Criterion.SECOND_LEVEL_METERED: 0.95,
    Criterion.PIPE_LEAKAGE: 0.05,
}
"""Shares: 100 % and 95 % at least (technical part of 节水型单位), leakage 5 % at most (GB/T 29117-2025).

The 4 % of leaking fixtures in the same standard is a count of taps and no difference of meters.
"""


@dataclass(frozen=True, slots=True)
class Score:
    """One criterion: `value` and `limit` are shares; `is_met` None: nobody can say."""

    criterion: Criterion
    value: float | None
    limit: float
    is_met: bool | None


def scores(found: Sequence[Level]) -> list[Score]:
    """Hold the levels of a site's fresh water against the limits."""
    lost = leakage(found)
    return [
        _at_least(Criterion.UNIT_METERED, _metered(found, 1)),
        _at_least(Criterion.SECOND_LEVEL_METERED, _metered(found, 2)),
        _at_most(Criterion.PIPE_LEAKAGE, lost.rate, is_sure=lost.judgement is Judgement.SURE),
    ]


def _metered(found: Sequence[Level], number: int) -> float | None:
    level = next((each for each in found if each.number == number), None)
    return None if level is None else metered_volume_rate(level, found)


def _at_least(criterion: Criterion, value: float | None) -> Score:
    limit = LIMITS[criterion]
    return Score(criterion, value, limit, None if value is None else value >= limit)


def _at_most(criterion: Criterion, value: float | None, *, is_sure: bool) -> Score:
    limit = LIMITS[criterion]
    return Score(criterion, value, limit, value <= limit if is_sure and value is not None else None)
