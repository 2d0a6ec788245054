"""Who stands above whom in a tree of meters."""

from models.meter_tree import above, topmost

PARENTS = {"main": None, "house": "main", "floor": "house", "guest": "far"}


def test_what_stands_above_comes_nearest_first() -> None:
    assert list(above("floor", PARENTS)) == ["house", "main"]


def test_a_parent_nobody_knows_more_of_is_the_last() -> None:
    assert list(above("guest", PARENTS)) == ["far"]
    assert list(above("stranger", PARENTS)) == []


def test_a_tree_that_comes_round_ends() -> None:
    assert list(above(1, {1: 2, 2: 3, 3: 1})) == [2, 3, 1]


def test_a_meter_below_another_one_chosen_is_not_topmost_however_far_below() -> None:
    assert topmost(["floor", "main"], PARENTS) == ["main"]
    assert topmost(["guest", "floor", "house"], PARENTS) == ["guest", "house"]
