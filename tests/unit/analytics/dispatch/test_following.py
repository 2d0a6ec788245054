"""What the outings of its vehicle make of an order."""

import pytest

from analytics.dispatch.following import followed
from analytics.dispatch.matching import Tolerances
from models.dispatch import OrderState
from tests.unit.analytics.dispatch.scene import at, gone, order

D, U, R = OrderState.DISPATCHED, OrderState.UNDER_WAY, OrderState.RETURNED
_SLACK = Tolerances().time


def test_leaving_and_coming_home_take_it_further() -> None:
    whole = [gone(8.2, 11.8)]
    assert followed(D, order(8, 12), [gone(8.2, 9, is_home=False)], at(9), _SLACK) == [(U, at(8.2))]
    assert followed(U, order(8, 12), whole, at(11.8), _SLACK) == [(R, at(11.8))]
    assert followed(D, order(8, 12), whole, at(11.8), _SLACK) == [(U, at(8.2)), (R, at(11.8))]


def test_who_comes_home_early_is_back_when_the_planned_time_is_over() -> None:
    assert followed(U, order(8, 17), [gone(8, 12)], at(13), _SLACK) == []
    assert followed(U, order(8, 17), [gone(8, 12)], at(16.6), _SLACK) == [(R, at(12))]
    assert followed(U, order(8, 17), [gone(8, 12), gone(14, 15, is_home=False)], at(18), _SLACK) == []


@pytest.mark.parametrize("state", [state for state in OrderState if state not in {D, U}])
def test_other_states_are_left_to_people(state: OrderState) -> None:
    assert followed(state, order(8, 12), [gone(8, 12)], at(20), _SLACK) == []


def test_another_vehicle_takes_it_nowhere() -> None:
    assert followed(D, order(8, 12), [gone(8, 12, plate="B")], at(20), _SLACK) == []
