"""What each level of meters counts, what is lost between the first two, and two rates that differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.balance.tree import Judgement, judge
from analytics.balance.use import SURE, Use, missing, share, together
from models.balance import Fitting, Point


@dataclass(frozen=True, slots=True)
class Level:
    """The meters of one level together.

    `use` is the sum of those that have an amount, None where none has; `absent` are those that have none.
    """

    number: int
    points: tuple[Point, ...]
    use: Use | None
    absent: tuple[Point, ...]

    @property
    def coverage(self) -> float:
        """The lowest coverage of its meters; a meter without an amount covers nothing."""
        return 0.0 if self.use is None or self.absent else self.use.coverage

    @property
    def is_whole(self) -> bool:
        """Whether every meter of it has an amount that is covered well enough."""
        return self.coverage >= SURE


@dataclass(frozen=True, slots=True)
class Leakage:
    """What the first level counts and the second does not, as a share of the first; None where unknown."""

    rate: float | None
    amount: float | None
    judgement: Judgement


def levels(points: Sequence[Point], known: Mapping[int, Use]) -> list[Level]:
    """Add the meters of each level up, from level 1 down to the deepest there is.

    A parent is always of a higher level (the registry sees to it), so that no level holds a meter and its
    ancestor.
    """
    in_place = [point for point in points if point.in_place]
    deepest = max((point.level for point in in_place), default=0)
    return [
        _level(number, [point for point in in_place if point.level == number], known)
        for number in range(1, deepest + 1)
    ]


def leakage(found: Sequence[Level]) -> Leakage:
    """Compare the first level with the second: ``(L1 - sum of L2) / L1``.

    The share is given wherever every meter of both levels has an amount; whether it is a loss is another
    question, which `judgement` answers.

    References
    ----------
    Engineering practice for pipe leakage of water-saving units (GB/T 29117-2025 wants at most 5 %). A
    third-level meter that hangs below the first directly makes it too high: give it a parent.

    Examples
    --------
    1,000 m3 in, 960 m3 at the second level: 0.04.
    """
    first, second = _numbered(found, 1), _numbered(found, 2)
    judgement = judge(
        None if first.absent else first.use,
        second.use,
        missing_parts=len(second.absent),
        parts=len(second.points),
    )
    if judgement not in {Judgement.SURE, Judgement.LOW_COVERAGE} or first.use is None or second.use is None:
        return Leakage(None, None, judgement)
    amount = first.use.amount - second.use.amount
    return Leakage(share(amount, first.use.amount), amount, judgement)


def metered_volume_rate(level: Level, found: Sequence[Level]) -> float | None:
    """Return 计量率: the volume that a level metered as a share of the total volume.

    The total is what the first level counts; where that is not whole, nobody knows it and there is no rate
    (None). A silent meter of the level adds nothing: its volume is not metered.

    Examples
    --------
    1,000 m3 in; the second level has meters of 600 and 350 m3 and a silent one: 0.95.
    """
    first = _numbered(found, 1)
    if first.use is None or not first.is_whole:
        return None
    return share(0.0 if level.use is None else level.use.amount, first.use.amount)


def fitting_rate(fitting: Fitting) -> float | None:
    """Return 配备率: meters fitted as a share of those required, at most 1.

    None where no requirement is recorded, or none is required. A silent meter is fitted.

    Examples
    --------
    7 fitted, 8 required: 0.875.
    """
    if not fitting.required:
        return None
    return min(1.0, fitting.fitted / fitting.required)


def _level(number: int, points: Sequence[Point], known: Mapping[int, Use]) -> Level:
    use = together(known[point.id] for point in points if point.id in known)
    return Level(number, tuple(points), use, missing(points, known))


def _numbered(found: Sequence[Level], number: int) -> Level:
    return next((level for level in found if level.number == number), Level(number, (), None, ()))
