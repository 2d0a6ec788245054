"""Which meters an export takes, and which of them a statistic counts."""

from dataclasses import replace

import pytest

from guanjia.export.selection import Selection, selected, topmost
from models.errors import GuanjiaError
from storage.export import ExportedMeter

MAIN = ExportedMeter(
    meter_id=1,
    meter="w1",
    meter_name="总表",
    quantity="volume_m3",
    unit="m3",
    medium="water",
    level=1,
    parent=None,
    item="",
    place="yard",
    place_name="大院",
    site="yard",
    timezone="Asia/Shanghai",
    institution="bureau",
    institution_name="局",
)
BUILDING = replace(MAIN, meter_id=2, meter="w2", level=2, parent="w1")
FLOOR = replace(MAIN, meter_id=3, meter="w3", level=3, parent="w2")


def codes(meters: list[ExportedMeter]) -> list[str]:
    return [meter.meter for meter in meters]


def test_a_meter_under_another_of_the_same_institution_is_not_counted_again() -> None:
    assert codes(topmost([MAIN, BUILDING, FLOOR])) == ["w1"]


def test_a_meter_whose_main_meter_is_not_among_them_is_counted() -> None:
    assert codes(topmost([BUILDING, FLOOR])) == ["w2"]


def test_a_guest_under_the_main_meter_of_its_host_counts_for_itself() -> None:
    guest = replace(BUILDING, institution="guest")
    assert codes(topmost([MAIN, guest, replace(FLOOR, institution="guest")])) == ["w1", "w2"]


def test_another_quantity_or_medium_above_does_not_count_what_is_below() -> None:
    reclaimed = replace(BUILDING, medium="reclaimed_water")
    reactive = replace(FLOOR, quantity="reactive_kvarh", parent="w1")
    assert codes(topmost([MAIN, reclaimed, reactive])) == ["w1", "w2", "w3"]


def test_options_are_taken_together() -> None:
    meters = [MAIN, replace(BUILDING, site="other")]
    assert codes(selected(meters, Selection(site="other", medium="water"))) == ["w2"]
    with pytest.raises(GuanjiaError, match="site other, meter w1"):
        selected(meters, Selection(site="other", meter="w1"))


def test_without_any_meter_the_way_out_is_named() -> None:
    with pytest.raises(GuanjiaError, match="guanjia registry apply"):
        selected([], Selection())
