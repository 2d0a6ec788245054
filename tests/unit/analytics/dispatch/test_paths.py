"""What is found does not depend on which paths are read beside those that are needed."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from analytics.dispatch.comparing import Compared, compared
from analytics.dispatch.matching import Gone, Planned, Tolerances
from analytics.dispatch.paths import need_paths
from tests.unit.analytics.dispatch.scene import at, gone, order


def _order(start: int, lasting: int, number: int, plate: str | None, km: float | None) -> Planned:
    return order(start, start + lasting, str(number), plate, km)


def _gone(start: int, lasting: int, plate: str, km: float, stay: float) -> Gone:
    return gone(start, start + lasting, plate=plate, km=km, stay_h=stay)


_PLATES = st.sampled_from(["A", "B", "exempt"])
_HOURS = st.integers(0, 40)
_ORDERS = st.builds(
    _order,
    _HOURS,
    st.integers(1, 6),
    st.integers(1, 9),
    st.one_of(st.none(), _PLATES),
    st.sampled_from([None, 4, 10, 30]),
)
_OUTINGS = st.builds(
    _gone,
    _HOURS,
    st.integers(1, 6),
    _PLATES,
    st.sampled_from([4, 10, 20]),
    st.sampled_from([0, 0.5]),
)


def what(orders: Sequence[Planned], outings: Sequence[Gone]) -> Compared:
    return Compared(orders, outings, (), {"exempt"}, (), {})


@given(st.lists(_ORDERS, max_size=5), st.lists(_OUTINGS, max_size=5))
def test_the_needed_paths_are_enough(orders: list[Planned], outings: list[Gone]) -> None:
    whole = what(orders, outings)
    needed = need_paths(whole, Tolerances())
    some = [one if place in needed else replace(one, path=None) for place, one in enumerate(outings)]
    now = at(100)
    assert compared(what(orders, some), Tolerances(), now) == compared(whole, Tolerances(), now)


def test_who_stopped_at_the_destination_needs_no_path() -> None:
    ordered = [order(8, 12, to_km=10)]
    assert need_paths(what(ordered, [gone(8, 12, km=10, stay_h=1)]), Tolerances()) == set()
    assert need_paths(what(ordered, [gone(8, 12, km=20, stay_h=1)]), Tolerances()) == {0}
    # what another vehicle did is asked where nobody drove the order
    assert need_paths(what(ordered, [gone(8, 12, km=20, plate="B")]), Tolerances()) == {0}
    assert need_paths(what(ordered, [gone(14, 15, km=20, plate="B")]), Tolerances()) == set()
