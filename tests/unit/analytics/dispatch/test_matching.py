"""Laws of matching: in whatever order orders, outings and covers are given."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.dispatch.matching import Gone, Planned, Tolerances, matched, uncovered_m
from tests.unit.analytics.dispatch.scene import at, gone, order

_HOURS = st.tuples(st.integers(0, 20), st.integers(1, 6))
_SLACK = Tolerances().time


@given(spans=st.lists(_HOURS, max_size=6), cut=st.integers(1, 5), seed=st.integers(0, 9))
def test_what_is_not_covered_does_not_depend_on_how_covers_are_written(
    spans: list[tuple[int, int]], cut: int, seed: int
) -> None:
    legs = gone(6, 14).legs
    covers = [(at(start), at(start + lasting)) for start, lasting in spans]
    metres = uncovered_m(legs, covers)
    assert 0 <= metres <= 20_000
    shuffled = [covers[place] for place in np.random.default_rng(seed).permutation(len(covers))]
    in_two = [
        half
        for start, end in shuffled
        for half in ((start, start + (end - start) / (cut + 1)), (start + (end - start) / (cut + 1), end))
    ]
    assert uncovered_m(legs, in_two) == pytest.approx(metres, abs=1e-3)
    assert uncovered_m(legs, [*covers, (at(0), at(24))]) == 0


@given(
    planned=st.lists(_HOURS, max_size=4),
    driven=st.lists(_HOURS, max_size=4),
    seed=st.integers(0, 9),
)
def test_who_belongs_to_whom_does_not_depend_on_their_order(
    planned: list[tuple[int, int]], driven: list[tuple[int, int]], seed: int
) -> None:
    orders = [order(start, start + lasting, str(n)) for n, (start, lasting) in enumerate(planned)]
    outings = [gone(start, start + lasting) for start, lasting in driven]
    chance = np.random.default_rng(seed)
    mixed = [orders[place] for place in chance.permutation(len(orders))]
    others = [outings[place] for place in chance.permutation(len(outings))]
    assert _pairs(mixed, others) == _pairs(orders, outings)


def _pairs(orders: Sequence[Planned], outings: Sequence[Gone]) -> set[tuple[str, int]]:
    found = matched(orders, outings, _SLACK)
    pairs = {
        (orders[number].number, id(outings[place]))
        for number, places in enumerate(found.of_order)
        for place in places
    }
    back = {
        (orders[number].number, id(outings[place]))
        for place, numbers in enumerate(found.of_outing)
        for number in numbers
    }
    assert pairs == back
    return pairs
