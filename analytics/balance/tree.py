"""The balance of every node of the tree: what it counts beside what its children count."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.balance.use import Use, missing, share, together
from models.balance import Point
from models.meter_tree import above


class Judgement(StrEnum):
    """Whether a difference is a loss, or why nobody can say; documented in docs/reference/balance.md."""

    SURE = "sure"
    """Both sides are covered well enough: the difference is real."""
    LEAF = "leaf"
    """Nothing is metered below it: there is nothing to compare."""
    NO_AMOUNT = "no_amount"
    """The meter itself has no amount in the period."""
    PART_MISSING = "part_missing"
    """A meter that belongs to the sum has no amount in the period: the difference would be that gap."""
    LOW_COVERAGE = "low_coverage"
    """One side is covered too little: a part of the difference may be a gap."""


@dataclass(frozen=True, slots=True)
class Node:
    """A measuring point with what is metered below it.

    `below` is the sum of the children that have an amount, None where none has; `absent` are those that
    have none.
    """

    point: Point
    depth: int
    children: tuple["Node", ...]
    use: Use | None
    below: Use | None
    absent: tuple[Point, ...]

    @property
    def judgement(self) -> Judgement:
        """Whether the difference can be judged."""
        return judge(self.use, self.below, missing_parts=len(self.absent), parts=len(self.children))

    @property
    def unaccounted(self) -> float | None:
        """What the point counts and none of its children does; None where one of them has no amount.

        Where the coverage is low it is still given: `judgement` says so.
        """
        if self.use is None or self.below is None or self.absent:
            return None
        return self.use.amount - self.below.amount

    @property
    def unaccounted_share(self) -> float | None:
        """`unaccounted` as a share of what the point counts; None where that is not above zero."""
        if self.use is None or self.unaccounted is None:
            return None
        return share(self.unaccounted, self.use.amount)


def judge(whole: Use | None, sum_of_parts: Use | None, *, missing_parts: int, parts: int) -> Judgement:
    """Say whether the difference of a whole and its parts can be judged."""
    if not parts:
        return Judgement.LEAF
    if whole is None:
        return Judgement.NO_AMOUNT
    if missing_parts or sum_of_parts is None:
        return Judgement.PART_MISSING
    return Judgement.SURE if whole.is_sure and sum_of_parts.is_sure else Judgement.LOW_COVERAGE


def forest(points: Sequence[Point], known: Mapping[int, Use]) -> list[Node]:
    """Return the trees of points, each node balanced against its children.

    Parameters
    ----------
    points : sequence of Point
        All of one medium. Points that had no meter in the period are stepped over: what hangs below them
        hangs below the next one above that had.
    known : mapping of int to Use
        What points used in the period, by id; absent: nobody knows.

    Returns
    -------
    list of Node
        The topmost nodes, those of level 1 first, each in the order of codes.

    Notes
    -----
    Where every amount is known, the unaccounted amounts of all nodes and the amounts of the leaves add up to
    the amounts of the topmost nodes.

    Examples
    --------
    100 m3 above 60 and 35: unaccounted 5 m3, 5 %.
    """
    hanging = children(points)
    return [_node(point, 0, hanging, known) for point in hanging[None]]


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Yield nodes and all below them, each before its children."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def children(points: Sequence[Point]) -> dict[int | None, list[Point]]:
    """Return the points in place by the id of the next one above in place; None: nothing is above."""
    in_place = {point.id for point in points if point.in_place}
    parents = {point.id: point.parent for point in points}
    found: defaultdict[int | None, list[Point]] = defaultdict(list)
    for point in sorted(points, key=lambda each: (each.level, each.code)):
        if point.in_place:
            nearest = next((each for each in above(point.id, parents) if each in in_place), None)
            found[nearest].append(point)
    return found


def _node(
    point: Point, depth: int, hanging: Mapping[int | None, list[Point]], known: Mapping[int, Use]
) -> Node:
    below = hanging.get(point.id, [])
    return Node(
        point=point,
        depth=depth,
        children=tuple(_node(child, depth + 1, hanging, known) for child in below),
        use=known.get(point.id),
        below=together(known[child.id] for child in below if child.id in known),
        absent=missing(below, known),
    )
