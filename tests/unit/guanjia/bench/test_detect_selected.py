"""Which meters of the compound the shipped rule of unusual days watches."""

import pytest

from guanjia.bench.detect_anomalies import shipped_rule
from guanjia.bench.detect_selected import selected
from guanjia.commands.scenario_files import read_scenario
from models.registry import Medium, SiteFile
from models.rules.selector import Selector


@pytest.fixture(scope="module")
def office() -> SiteFile:
    return read_scenario("clean").sites["office"]


def test_nothing_asked_is_every_meter(office: SiteFile) -> None:
    assert selected(office, Selector()) == {meter.code for meter in office.meters}


def test_the_shipped_rule_leaves_out_reclaimed_water_and_lawns_and_nothing_else(office: SiteFile) -> None:
    left_out = {meter.code for meter in office.meters} - selected(office, shipped_rule().select)
    assert left_out == {"r1-plant", "r2-green-east", "r2-green-west", "r2-roads"}


def test_a_place_is_selected_with_all_that_lies_in_it(office: SiteFile) -> None:
    inside = selected(office, Selector(places=("services",), media=(Medium.WATER,)))
    assert "w3-b-f5" in inside
    assert "w3-a-f5" not in inside
