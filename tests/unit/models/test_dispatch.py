"""The states of an order: where it may go from where, and why not."""

import pytest

from models.dispatch import Circumstances, OrderRefusal, OrderState, step

A, P, R, D, U, B, C, X = OrderState
_READY = Circumstances("王主任", "有事", has_vehicle=True, has_driver=True)
_ALLOWED = {
    A: {P, R, X},
    P: {D, X},
    R: set[OrderState](),
    D: {U, B, X},
    U: {B},
    B: {C},
    C: set[OrderState](),
    X: set[OrderState](),
}
"""In the order of the class: applied, approved, refused, dispatched, under way, back, checked, off."""


@pytest.mark.parametrize("state", OrderState)
def test_an_order_goes_where_it_may_and_nowhere_else(state: OrderState) -> None:
    assert (A, P, R, D) == (
        OrderState.APPLIED,
        OrderState.APPROVED,
        OrderState.REFUSED,
        OrderState.DISPATCHED,
    )
    assert {to for to in OrderState if step(state, to, _READY) is None} == _ALLOWED[state]


@pytest.mark.parametrize(
    ("state", "to", "when", "why"),
    [
        (P, P, _READY, OrderRefusal.ALREADY),
        (C, B, _READY, OrderRefusal.ENDED),
        (R, P, _READY, OrderRefusal.ENDED),
        (A, D, _READY, OrderRefusal.TOO_EARLY),
        (P, C, _READY, OrderRefusal.TOO_EARLY),
        (U, D, _READY, OrderRefusal.TOO_LATE),
        (U, X, _READY, OrderRefusal.TOO_LATE),
        (D, R, _READY, OrderRefusal.TOO_LATE),
        (A, P, Circumstances(" "), OrderRefusal.NO_AUTHOR),
        (A, R, Circumstances("王主任"), OrderRefusal.NO_NOTE),
        (D, X, Circumstances("王主任", " "), OrderRefusal.NO_NOTE),
        (P, D, Circumstances("王主任", has_driver=True), OrderRefusal.NO_VEHICLE),
        (P, D, Circumstances("王主任", has_vehicle=True), OrderRefusal.NO_DRIVER),
        (A, P, Circumstances("王主任", in_town=True), OrderRefusal.IN_TOWN),
        (
            P,
            D,
            Circumstances("王主任", has_vehicle=True, has_driver=True, driver_flaw=OrderRefusal.LICENCE),
            OrderRefusal.LICENCE,
        ),
    ],
)
def test_a_refusal_says_why(
    state: OrderState, to: OrderState, when: Circumstances, why: OrderRefusal
) -> None:
    assert step(state, to, when) is why


def test_a_note_approves_an_order_into_the_town() -> None:
    assert step(A, P, Circumstances("王主任", "运送档案", in_town=True)) is None
