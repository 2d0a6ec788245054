"""Which meters are a place's own."""

import pytest

from analytics.allowances.serving import named, serving, topmost
from models.allowances import SiteMeter
from models.errors import GuanjiaError


def meter(code: str, parent: str | None, *places: str, **parts: float) -> SiteMeter:
    return SiteMeter(
        code, "water", "volume_m3", "m3", parent, places, parts or {code: 1.0}, is_virtual=bool(parts)
    )


MAIN = meter("main", None, "canteen", "office")
HALL = meter("hall", "main", "canteen")
KITCHEN = meter("kitchen", "hall", "kitchen")
SINK = meter("sink", "kitchen", "kitchen")
BAR = meter("bar", "main", "bar")
REST = meter("rest", None, "canteen", main=1.0, hall=-1.0)
ALL = (MAIN, HALL, KITCHEN, SINK, BAR, REST)
CANTEEN = frozenset({"canteen", "kitchen", "bar"})


def test_the_topmost_meters_are_taken_and_none_below_them() -> None:
    assert [each.code for each in topmost(ALL, CANTEEN)] == ["bar", "hall"]


def test_a_meter_that_also_serves_another_place_is_not_taken() -> None:
    assert topmost([MAIN], CANTEEN) == []


def test_a_meter_between_that_serves_others_hides_nothing_below_it() -> None:
    shared = meter("shared", "hall", "kitchen", "office")
    below = meter("below", "shared", "kitchen")
    assert [each.code for each in topmost([HALL, shared, below], CANTEEN)] == ["hall"]


@pytest.mark.parametrize(
    "codes", [("main", "hall"), ("hall", "main"), ("main", "sink"), ("rest", "main"), ("rest", "hall")]
)
def test_naming_a_meter_and_one_above_it_is_refused(codes: tuple[str, str]) -> None:
    with pytest.raises(GuanjiaError, match="both count"):
        named(ALL, codes, "canteen")


def test_a_difference_takes_the_other_away() -> None:
    assert serving(named(ALL, ["rest"], "canteen"), "canteen").shares == {"main": 1, "hall": -1}


def test_a_meter_that_does_not_exist_is_told_which_there_are() -> None:
    with pytest.raises(GuanjiaError, match=r"no meter 'cellar' .* there are bar, hall, kitchen"):
        named(ALL, ["cellar"], "canteen")


def test_a_place_without_meter_says_what_to_do() -> None:
    with pytest.raises(GuanjiaError, match="no meter serves only canteen: name meters"):
        serving([], "canteen")
