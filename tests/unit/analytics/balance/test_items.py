"""Sub-items, by hand calculation."""

import pytest

from analytics.balance.items import Breakdown, breakdown
from analytics.balance.use import Use
from models.balance import Point
from tests.unit.analytics.balance.points import point, use

POINTS = [
    point(1),
    point(2, 2, 1, "special"),
    point(3, 3, 2, "hvac"),
    point(4, 2, 1, "hvac"),
    point(5, 3, 4, "hvac"),
    point(6, 2, 1),
    point(7, 3, 6, "power"),
]
KNOWN = {1: use(100), 2: use(40), 3: use(15), 4: use(20), 5: use(18), 6: use(30), 7: use(12)}


def amounts(of: Breakdown) -> dict[str, float | None]:
    return {item.code: None if item.use is None else item.use.amount for item in of.items}


def test_nothing_stands_in_two_items_and_nothing_twice_in_one() -> None:
    found = breakdown(POINTS, KNOWN)
    # special 40 - 15; hvac 20 + 15, with 18 inside the 20; power 12 below a meter without an item
    assert amounts(found) == {"special": 25, "hvac": 35, "power": 12}
    assert found.rest == 28
    assert found.rest_share == pytest.approx(0.28)
    assert [item.share for item in found.items] == pytest.approx([0.35, 0.12, 0.25])


def test_items_and_the_rest_are_the_total() -> None:
    found = breakdown(POINTS, KNOWN)
    assert found.total is not None
    assert found.rest is not None
    assert sum(item.use.amount for item in found.items if item.use) + found.rest == found.total.amount


def test_a_silent_meter_inside_one_of_its_own_item_takes_nothing_away() -> None:
    assert amounts(breakdown(POINTS, without(5)))["hvac"] == 35


def test_a_silent_meter_of_another_item_leaves_both_unknown() -> None:
    found = breakdown(POINTS, without(3))
    assert amounts(found) == {"special": None, "hvac": None, "power": 12}
    assert found.rest == 28
    assert {code.code: [each.code for each in code.absent] for code in found.items}["special"] == ["m3"]


def test_a_silent_outermost_meter_leaves_the_rest_unknown() -> None:
    found = breakdown(POINTS, without(7))
    assert (found.rest, found.rest_share) == (None, None)
    assert amounts(found)["special"] == 25


def test_a_silent_main_meter_leaves_shares_unknown_and_items_known() -> None:
    found = breakdown(POINTS, without(1))
    assert found.total is None
    assert found.rest is None
    assert amounts(found) == {"special": 25, "hvac": 35, "power": 12}
    assert {item.share for item in found.items} == {None}
    assert [each.code for each in found.absent] == ["m1"]


def test_a_meter_of_another_item_below_two_of_one_item_is_subtracted_once() -> None:
    nested: list[Point] = [
        point(1),
        point(2, 2, 1, "special"),
        point(3, 3, 2, "special"),
        point(4, 3, 3, "hvac"),
    ]
    found = breakdown(nested, {1: use(50), 2: use(40), 3: use(30), 4: use(10)})
    assert amounts(found) == {"hvac": 10, "special": 30}
    assert found.rest == 10


def test_an_institution_in_a_shared_compound_begins_at_its_own_meters() -> None:
    own = [point(8, 2, 1, "power"), point(9, 2, 1)]
    found = breakdown(own, {8: use(5), 9: use(15)})
    assert found.total == use(20)
    assert (amounts(found), found.rest) == ({"power": 5}, 15)


def test_a_deeper_meter_whose_parent_nobody_recorded_does_not_raise_the_total() -> None:
    found = breakdown([point(1), point(2, 2, None, "power")], {1: use(10), 2: use(4)})
    assert found.total == use(10)
    assert found.rest == 6


def without(number: int) -> dict[int, Use]:
    return {key: value for key, value in KNOWN.items() if key != number}
