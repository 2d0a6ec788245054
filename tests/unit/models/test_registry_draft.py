"""Files laid over what is there: what they leave out stays, what is dated ends where the next begins."""

from datetime import UTC, datetime
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from guanjia.registry_files.yaml_file import read_yaml
from models.registry import Installation
from models.registry.spans import ends
from models.registry_draft.dated import tidy
from models.registry_draft.draft import Draft, draft
from models.registry_state import Registry
from tests.small_site import QUOTA, SITE, small_site

SWAP = """\
meters:
  - code: w2
    installations:
      - {serial: B2, valid_from: 2026-05-01T09:00:00+08:00, start_register: 2, previous_end_register: 812.5}
"""


def test_a_field_left_out_stays_as_it_is_and_null_clears_it() -> None:
    before = small_site()
    after = laid(before, "meters:\n  - {code: w2, name: 主楼南}\n").after
    assert after.meters["w2"].name == "主楼南"
    assert after.meters["w2"].parent == "w1"
    assert laid(before, "meters:\n  - {code: w2, parent: null}\n").after.meters["w2"].parent is None


def test_a_written_swap_ends_the_old_meter_where_the_new_one_begins() -> None:
    meter = laid(small_site(), SWAP).after.meters["w2"]
    assert [each.serial for each in meter.installations] == ["B1", "B2"]
    assert ends(meter.installations) == [datetime(2026, 5, 1, 1, tzinfo=UTC), None]
    assert meter.installations[0].end_register == 812.5
    assert meter.installations[0].modulus == 100000


def test_laying_the_same_file_again_changes_nothing() -> None:
    once = laid(small_site(), SWAP).after
    assert laid(once, SWAP).after == once
    assert laid(once, QUOTA + SITE).after == once


def test_a_corrected_moment_moves_the_same_meter_and_adds_none() -> None:
    once = laid(small_site(), SWAP).after
    meter = laid(once, SWAP.replace("05-01T09", "05-02T10")).after.meters["w2"]
    assert [each.serial for each in meter.installations] == ["B1", "B2"]
    assert ends(meter.installations) == [datetime(2026, 5, 2, 2, tzinfo=UTC), None]


def test_a_meter_that_comes_back_after_another_is_a_third_installation() -> None:
    once = laid(small_site(), SWAP).after
    back = SWAP.replace("B2", "B1").replace("05-01", "08-01")
    meter = laid(once, back).after.meters["w2"]
    assert [each.serial for each in meter.installations] == ["B1", "B2", "B1"]


def test_a_second_tracker_of_a_plate_ends_the_first() -> None:
    text = "vehicles:\n  - {plate: 宁A00001, device: bd2, valid_from: 2026-03-01T00:00:00Z}\n"
    vehicles = laid(small_site(), text).after.vehicles["宁A00001"]
    assert [each.device for each in vehicles] == ["bd1", "bd2"]
    assert {each.type for each in vehicles} == {"轿车"}
    assert ends(vehicles) == [datetime(2026, 3, 1, tzinfo=UTC), None]


def test_a_device_publishes_under_the_site_of_its_place_or_of_its_file() -> None:
    text = "site: {code: yard}\ndevices:\n  - {code: gw, kind: gateway}\n"
    after = laid(small_site(), text).after
    assert (after.device_sites["w2"], after.device_sites["gw"]) == ("yard", "yard")
    assert [str(m.field) for m in laid(after, "devices:\n  - {code: x, kind: sensor}\n").mistakes] == [
        "devices[x].place"
    ]


@given(st.lists(st.datetimes(timezones=st.just(UTC)), unique=True), st.randoms())
def test_order_in_the_file_does_not_matter(begins: list[datetime], random: Random) -> None:
    spans = [Installation(serial=str(n), valid_from=at) for n, at in enumerate(begins)]
    shuffled = list(spans)
    random.shuffle(shuffled)
    assert tidy(shuffled) == tidy(spans)
    assert ends(tidy(spans)) == [*sorted(begins)[1:], None][: len(spans)]


def laid(before: Registry, text: str) -> Draft:
    entries, mistakes = read_yaml("edit.yaml", text.encode())
    assert mistakes == []
    return draft(before, entries)
