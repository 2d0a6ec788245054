"""Which meters make up what an institution uses: nothing is counted twice."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from analytics.registers import Floats
from models.balance import BALANCED
from models.figures import MeteringPoint
from models.registry.kinds import Medium, PlaceKind

HEATING_ITEM = "heating"
"""Sub-item of meters whose electricity or gas heats buildings."""

TRAFFIC_ITEM = "vehicle_charging"
"""Sub-item of meters whose electricity charges vehicles."""

Choice = Callable[[MeteringPoint], bool]


def of_medium(points: Iterable[MeteringPoint], medium: Medium) -> list[MeteringPoint]:
    """Return the meters that count what is used of a medium."""
    return [point for point in points if (point.medium, point.quantity) == (medium, BALANCED[medium])]


@dataclass(frozen=True, slots=True)
class Part:
    """How a meter enters a sum: times `factor`, added (`sign` 1) or taken out again (-1).

    `behind` is the meter before it that enters too: without its days those of this one say nothing.
    """

    sign: float
    behind: int | None
    factor: Floats | float = 1.0


def nearest(points: Sequence[MeteringPoint]) -> dict[int, MeteringPoint | None]:
    """Return the last meter before each one that is among `points`; None where there is none."""
    among = {point.id: point for point in points}
    return {
        point.id: max(
            (among[meter] for meter in point.ancestors & among.keys()),
            key=lambda above: len(above.ancestors),
            default=None,
        )
        for point in points
    }


def parts(points: Sequence[MeteringPoint], lies_in: Choice, leaves_out: Choice) -> dict[int, Part]:
    """Return how meters of one medium enter the sum of what an institution uses within a boundary.

    What ran through a meter and through none behind it counts where the meter is the institution's own, it or
    one before it `lies_in`, and neither it nor one before it is left out. So a meter enters with 1 where that
    begins to hold along its path, and with -1 where it ceases.

    Examples
    --------
    A's main meter reads 100, B's meter behind it 40, and behind that one of A 10: A uses 100 - 40 + 10 = 70,
    B 40 - 10 = 30, and whoever stands above both 100.
    """
    above = nearest(points)
    states: dict[int, _State] = {}
    found: dict[int, Part] = {}
    for point in sorted(points, key=lambda point: len(point.ancestors)):
        before = above[point.id]
        up = _NOTHING if before is None else states[before.id]
        is_in, is_out = up.is_in or lies_in(point), up.is_out or leaves_out(point)
        counts = point.is_own and is_in and not is_out
        enters = counts is not up.counts
        if enters:
            found[point.id] = Part(1.0 if counts else -1.0, up.entering)
        states[point.id] = _State(is_in, is_out, counts, point.id if enters else up.entering)
    return found


@dataclass(frozen=True, slots=True)
class _State:
    """What holds for what runs through a meter, and the last meter up to it that enters the sum."""

    is_in: bool
    is_out: bool
    counts: bool
    entering: int | None


_NOTHING = _State(is_in=False, is_out=False, counts=False, entering=None)


def measures_only(kinds: frozenset[PlaceKind]) -> Choice:
    """Return the choice of meters all of whose places are, or lie in, places of some kinds."""
    return lambda point: bool(kinds) and bool(point.kinds) and all(place & kinds for place in point.kinds)


def heats(point: MeteringPoint) -> bool:
    """Tell whether a meter counts what heats buildings: heat that is delivered, or the item `heating`."""
    return point.medium == Medium.HEAT or point.item == HEATING_ITEM
