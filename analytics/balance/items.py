"""What a site or an institution used by sub-item (分项), nothing twice, and the rest nobody metered."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analytics.balance.tree import children
from analytics.balance.use import Use, missing, share, together
from models.balance import Point


@dataclass(frozen=True, slots=True)
class Item:
    """A sub-item: `use` None where a meter that belongs to the sum, or lies in it, has no amount.

    `share` is that of the total; None where either is unknown.
    """

    code: str
    use: Use | None
    share: float | None
    absent: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The total of the topmost meters, the sub-items, and the rest that no sub-item's meter counted."""

    total: Use | None
    items: tuple[Item, ...]
    rest: float | None
    rest_share: float | None
    absent: tuple[Point, ...]


def breakdown(points: Sequence[Point], known: Mapping[int, Use]) -> Breakdown:
    """Break a total down by sub-item.

    Parameters
    ----------
    points : sequence of Point
        All of one medium, of one site or institution. A parent may lie outside.
    known : mapping of int to Use
        What points used in the period, by id; absent: nobody knows.

    Returns
    -------
    Breakdown
        An item counts its meters less what the next meters with an item inside them count, so that nothing
        stands in two items, and nothing twice in one; `rest` is the total less the outermost meters with an
        item. A sum is None where one of its meters has no amount. The amounts of items and the rest add up
        to the total.

    Notes
    -----
    The total is that of the topmost meters: those whose parent lies outside, and of those without a parent
    the ones of the highest level present. A meter of a deeper level whose parent nobody recorded adds to its
    item and not to the total.

    Examples
    --------
    Total 100 kWh; `special` 40 with a `hvac` meter of 15 inside it; `hvac` 20 elsewhere: special 25, hvac 35,
    rest 40 kWh.
    """
    hanging = children(points)
    tops = _tops(hanging[None])
    outermost = list(_next_items(None, hanging))
    total, rest = _sum(tops, known), _rest(tops, outermost, known)
    parts = _parts(outermost, hanging)
    return Breakdown(
        total=total,
        items=tuple(_item(code, of_item, total, known) for code, of_item in sorted(parts.items())),
        rest=rest,
        rest_share=share(rest, total.amount) if rest is not None and total else None,
        absent=missing(tops, known),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A meter of an item with the next meters with an item inside it."""

    point: Point
    inside: tuple[Point, ...]


def _parts(
    outermost: Sequence[Point], hanging: Mapping[int | None, list[Point]]
) -> Mapping[str, list[_Part]]:
    """Return the parts of each item; a meter inside one of its own item is left out: that has it already."""
    found: defaultdict[str, list[_Part]] = defaultdict(list)
    waiting = list(outermost)
    while waiting:
        point = waiting.pop()
        part = _Part(point, tuple(_others_inside(point, hanging)))
        found[point.item].append(part)
        waiting.extend(part.inside)
    return found


def _others_inside(point: Point, hanging: Mapping[int | None, list[Point]]) -> Iterator[Point]:
    """Yield the next meters of another item, through meters of the same item."""
    for each in _next_items(point.id, hanging):
        if each.item == point.item:
            yield from _others_inside(each, hanging)
        else:
            yield each


def _next_items(above: int | None, hanging: Mapping[int | None, list[Point]]) -> Iterator[Point]:
    """Yield the next points with an item below one, through points without an item."""
    for point in hanging.get(above, []):
        if point.item:
            yield point
        else:
            yield from _next_items(point.id, hanging)


def _item(code: str, parts: Sequence[_Part], total: Use | None, known: Mapping[int, Use]) -> Item:
    needed = [each for part in parts for each in (part.point, *part.inside)]
    absent = missing(needed, known)
    covered = _sum(needed, known)
    if absent or covered is None:
        return Item(code, None, None, absent)
    inside = [known[each.id] for part in parts for each in part.inside]
    own = [known[part.point.id] for part in parts]
    use = Use(
        amount=sum(each.amount for each in own) - sum(each.amount for each in inside),
        estimated=covered.estimated,
        gross=covered.gross,
        coverage=covered.coverage,
    )
    return Item(code, use, share(use.amount, total.amount) if total else None, ())


def _tops(roots: Sequence[Point]) -> list[Point]:
    """Return the roots that make up the total: below a parent outside, or of the highest level present."""
    highest = min((point.level for point in roots), default=1)
    return [point for point in roots if point.parent is not None or point.level == highest]


def _rest(tops: Sequence[Point], outermost: Sequence[Point], known: Mapping[int, Use]) -> float | None:
    total = _sum(tops, known)
    if total is None or missing(outermost, known):
        return None
    return total.amount - sum(known[point.id].amount for point in outermost)


def _sum(points: Sequence[Point], known: Mapping[int, Use]) -> Use | None:
    if missing(points, known):
        return None
    return together(known[point.id] for point in points)
