"""Whatever the tree of meters: nothing is counted twice, and what is left out is left out once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.indicators.facts import needed
from analytics.indicators.metering import HEATING_ITEM, heats, measures_only, parts
from models.figures import MeteringPoint
from models.registry.kinds import PlaceKind
from tests.unit.analytics.indicators.house import point

OUTSIDE = measures_only(frozenset({PlaceKind.DATA_CENTRE}))
OWNERS = range(3)


@dataclass(frozen=True)
class Drawn:
    """A meter: which earlier one it lies behind (-1: none), its own use, whose it is, what it measures."""

    behind: int
    uses: int
    owner: int
    is_outside: bool
    heats: bool


_DRAWN = st.builds(
    Drawn, st.integers(-1, 30), st.integers(0, 100), st.sampled_from(OWNERS), st.booleans(), st.booleans()
)
_TREES = st.lists(_DRAWN, min_size=1, max_size=12)


def _everything(_: MeteringPoint) -> bool:
    return True


def _paths(meters: Sequence[Drawn]) -> list[list[int]]:
    """Return, for each meter, those before it."""
    found: list[list[int]] = []
    for place, meter in enumerate(meters):
        above = meter.behind if meter.behind < place else -1
        found.append([] if above < 0 else [*found[above], above])
    return found


def _points(meters: Sequence[Drawn], owners: set[int]) -> list[MeteringPoint]:
    """Return the tree as institutions `owners` see it."""
    return [
        point(
            place,
            "electricity",
            ancestors=path,
            kinds=[("data_centre" if meter.is_outside else "building", "site")],
            item=HEATING_ITEM if meter.heats else "",
            is_own=meter.owner in owners,
        )
        for place, (path, meter) in enumerate(zip(_paths(meters), meters, strict=True))
    ]


def _read(meters: Sequence[Drawn]) -> list[int]:
    """Return what each meter counts: its own use, and that of all behind it."""
    paths = _paths(meters)
    return [
        sum(each.uses for k, each in enumerate(meters) if k == place or place in paths[k])
        for place in range(len(meters))
    ]


def _used(meters: Sequence[Drawn], owners: set[int], lies_in: Callable[[MeteringPoint], bool]) -> float:
    counted = _read(meters)
    return sum(
        part.sign * counted[meter] for meter, part in parts(_points(meters, owners), lies_in, OUTSIDE).items()
    )


@pytest.mark.parametrize("lies_in", [_everything, heats])
@given(meters=_TREES)
def test_the_uses_of_all_owners_add_up_to_that_of_whoever_stands_above_them(
    lies_in: Callable[[MeteringPoint], bool], meters: list[Drawn]
) -> None:
    together_ = _used(meters, set(OWNERS), lies_in)
    assert sum(_used(meters, {owner}, lies_in) for owner in OWNERS) == together_


@given(_TREES)
def test_an_owner_uses_what_its_meters_count_and_none_behind_them(meters: list[Drawn]) -> None:
    paths = _paths(meters)
    wanted = sum(
        meter.uses
        for place, meter in enumerate(meters)
        if meter.owner == 0 and not any(meters[k].is_outside for k in (place, *paths[place]))
    )
    assert _used(meters, {0}, _everything) == wanted


@given(_TREES)
def test_all_that_enters_any_sum_is_read(meters: list[Drawn]) -> None:
    points, nothing = _points(meters, {0, 1}), measures_only(frozenset())
    known = {each.id for each in needed(points, ())}
    for lies_in, leaves_out in ((_everything, nothing), (heats, nothing), (_everything, heats)):
        assert parts(points, lies_in, leaves_out).keys() <= known
