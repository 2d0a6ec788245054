"""Laws of trees: nothing is lost between the top and the leaves."""

import math
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from analytics.balance.items import breakdown
from analytics.balance.tree import forest, walk
from analytics.balance.use import Use
from models.balance import Point
from tests.unit.analytics.balance.points import point, use

_AMOUNTS = st.floats(-1e6, 1e6, allow_nan=False)
_ITEMS = st.sampled_from(["", "", "hvac", "power", "special"])


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Point], dict[int, Use]]:
    """Draw meters on three levels, each below an earlier one of a higher level; some were never in place."""
    points = [point(0)]
    for number in range(1, draw(st.integers(1, 20))):
        above = draw(st.sampled_from([each for each in points if each.level < 3]))
        points.append(
            point(number, above.level + 1, above.id, draw(_ITEMS), in_place=draw(st.integers(0, 9)) > 0)
        )
    return points, {each.id: use(draw(_AMOUNTS)) for each in points if each.in_place}


@given(trees())
def test_what_is_unaccounted_and_the_leaves_add_up_to_the_top(
    drawn: tuple[list[Point], dict[int, Use]],
) -> None:
    points, known = drawn
    nodes = list(walk(forest(points, known)))
    assert len(nodes) == sum(each.in_place for each in points)
    leaves = [node.use.amount for node in nodes if node.use and not node.children]
    unaccounted = [node.unaccounted for node in nodes if node.unaccounted is not None]
    assert math.isclose(math.fsum(leaves + unaccounted), known[0].amount, abs_tol=1e-6)


@given(trees())
def test_items_and_the_rest_add_up_to_the_total(drawn: tuple[list[Point], dict[int, Use]]) -> None:
    found = breakdown(*drawn)
    items = [item.use.amount for item in found.items if item.use]
    assert found.total is not None
    assert found.rest is not None
    assert len(items) == len({each.item for each in drawn[0] if each.item and each.in_place})
    assert math.isclose(math.fsum([*items, found.rest]), found.total.amount, abs_tol=1e-6)


@given(trees(), st.randoms(use_true_random=False))
def test_the_order_of_meters_changes_nothing(
    drawn: tuple[list[Point], dict[int, Use]], chance: Random
) -> None:
    points, known = drawn
    shuffled = list(points)
    chance.shuffle(shuffled)
    assert forest(shuffled, known) == forest(points, known)
