"""What a period that is over comes to: saving or over-use, reward or fine, or why nobody may say yet."""

from dataclasses import dataclass

from analytics.allowances.proposal import Limits
from models.allowances import Block, Use

TOLERANCE = 1e-6
"""Volumes closer than this are the same: less than any register shows."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Money for each unit, at most `cap` in a period; None: no money, or no limit."""

    per_unit: float | None = None
    cap: float | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """The figures of a period; `saved` below zero is over-use, `amount` below zero a fine."""

    saved: float | None
    amount: float | None
    blocks: tuple[Block, ...]


def settle(
    use: Use,
    *,
    approved: float | None,
    carried: float,
    asides: int,
    limits: Limits,
    rates: tuple[Rate, Rate] = (Rate(), Rate()),
) -> Settlement:
    """Judge a period by the volume approved for it.

    Parameters
    ----------
    use : Use
        What was used in the whole period.
    approved, carried : float
        The approved volume (None: nobody approved one), and the adjustments the period takes over.
    asides : int
        How many register steps of its meters are set aside within the period.
    limits : Limits
        How well it must be known.
    rates : tuple of Rate
        Of reward and of fine.

    Notes
    -----
    saved = approved - used - carried; amount = saved x rate, within the cap.

    Examples
    --------
    120 m3 approved, 110 used, 2 carried: 8 m3 saved; at 1.5 yuan each, 12 yuan, or 10 where the cap is 10.
    """
    saved = None if approved is None else approved - use.volume - carried
    blocks = tuple(blocked(use, asides=asides, limits=limits))
    if approved is None:
        blocks = (Block.NOT_APPROVED, *blocks)
    return Settlement(saved, None if saved is None else money(saved, *rates), blocks)


def blocked(use: Use, *, asides: int, limits: Limits) -> list[Block]:
    """Return why figures are not known well enough to reward or fine anybody for them."""
    found = {
        Block.SET_ASIDE: asides > 0,
        Block.ESTIMATED: use.estimated_share > limits.estimated_share,
        Block.LOW_COVERAGE: use.coverage < limits.coverage,
    }
    return [block for block, holds in found.items() if holds]


def money(saved: float, reward: Rate, fine: Rate) -> float | None:
    """Return the reward for a saving, or the fine for over-use below zero; None: the rule has no rate.

    Examples
    --------
    8 m3 over at 3 yuan with a cap of 20 yuan: -20.
    """
    rate = reward if saved >= 0 else fine
    if rate.per_unit is None:
        return None
    amount = abs(saved) * rate.per_unit
    if rate.cap is not None:
        amount = min(amount, rate.cap)
    return amount if saved >= 0 else -amount


def adjustment(volume: float, settled: float, adjusted: float) -> float | None:
    """Return what late data added to a confirmed volume beyond what was adjusted already; None: nothing.

    Examples
    --------
    Settled at 110 m3, adjusted by 2, and 113 m3 now: 1 m3 more.
    """
    further = volume - settled - adjusted
    return further if abs(further) > TOLERANCE else None
