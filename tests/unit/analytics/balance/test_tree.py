"""The balance of nodes."""

import pytest

from analytics.balance.tree import Judgement, forest, walk
from tests.unit.analytics.balance.points import node, point, use

TREE = [point(1), point(2, 2, 1), point(3, 2, 1), point(4, 3, 2)]
KNOWN = {1: use(100), 2: use(60), 3: use(35), 4: use(57)}


def test_a_node_counts_more_than_its_children_by_what_is_unaccounted() -> None:
    trees = forest(TREE, KNOWN)
    assert [each.point.id for each in walk(trees)] == [1, 2, 4, 3]
    assert [each.depth for each in walk(trees)] == [0, 1, 2, 1]
    top = node(trees, 1)
    assert (top.unaccounted, top.unaccounted_share) == (5, pytest.approx(0.05))
    assert node(trees, 2).unaccounted == 3
    assert top.judgement is Judgement.SURE


def test_a_leaf_has_nothing_to_account_for() -> None:
    leaf = node(forest(TREE, KNOWN), 3)
    assert (leaf.unaccounted, leaf.judgement) == (None, Judgement.LEAF)


def test_a_child_without_an_amount_is_no_loss() -> None:
    top = node(forest(TREE, {1: use(100), 2: use(60)}), 1)
    assert top.unaccounted is None
    assert top.judgement is Judgement.PART_MISSING
    assert [each.code for each in top.absent] == ["m3"]
    assert top.below == use(60)


def test_a_meter_without_an_amount_is_not_balanced() -> None:
    top = node(forest(TREE, {2: use(60), 3: use(35)}), 1)
    assert (top.unaccounted, top.judgement) == (None, Judgement.NO_AMOUNT)


@pytest.mark.parametrize("badly_covered", [1, 3])
def test_a_difference_is_judged_only_where_both_sides_are_covered(badly_covered: int) -> None:
    known = KNOWN | {badly_covered: use(KNOWN[badly_covered].amount, coverage=0.94)}
    top = node(forest(TREE, known), 1)
    assert top.judgement is Judgement.LOW_COVERAGE
    assert top.unaccounted == 5


def test_one_child_that_is_half_covered_is_not_hidden_by_many_that_are_whole() -> None:
    children = [point(number, 2, 1) for number in range(2, 42)]
    known = {1: use(100)} | {each.id: use(1) for each in children} | {2: use(1, coverage=0.5)}
    top = node(forest([point(1), *children], known), 1)
    assert top.below is not None
    assert top.below.coverage == 0.5


def test_what_hangs_below_a_meter_that_was_not_there_hangs_below_the_next_above() -> None:
    points = [point(1), point(2, 2, 1, in_place=False), point(3, 3, 2)]
    trees = forest(points, {1: use(10), 3: use(9)})
    assert [each.point.id for each in walk(trees)] == [1, 3]
    assert node(trees, 1).unaccounted == 1


def test_a_meter_that_counts_nothing_has_no_unaccounted_share() -> None:
    top = node(forest(TREE, {1: use(0), 2: use(0), 3: use(0)}), 1)
    assert (top.unaccounted, top.unaccounted_share) == (0, None)
