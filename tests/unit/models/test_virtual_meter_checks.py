"""A virtual meter that counts something twice is refused, one that does not is not."""

import pytest

from guanjia.registry_files.yaml_file import read_yaml
from models.registry_checks import mistakes_across
from models.registry_draft.draft import draft
from models.registry_state import Registry
from tests.small_site import QUOTA, SITE

METERS = """\
devices:
  - {code: w3, kind: water_meter, place: floor1}
  - {code: x1, kind: water_meter, place: yard}
  - {code: e1, kind: energy_monitor, place: yard}
meters:
  - {code: w3, name: 一层, quantity: volume_m3, medium: water, level: 3, parent: w2, place: floor1}
  - {code: x1, name: 西门, quantity: volume_m3, medium: water, level: 1, place: yard}
  - {code: e1, name: 总电, quantity: energy_kwh, medium: electricity, level: 1, place: yard}
virtual_meters:
"""


def told(*virtual_meters: str) -> list[str]:
    """Return the mistakes of virtual meters over the tree w1 > w2 > w3, with x1 and e1 beside it."""
    lines = "".join(f"  - {{{text}}}\n" for text in virtual_meters)
    before = draft(Registry(), read_yaml("site.yaml", (QUOTA + SITE).encode())[0]).after
    entries, mistakes = read_yaml("virtual.yaml", (METERS + lines).encode())
    plan = draft(before, entries)
    return [str(each) for each in [*mistakes, *plan.mistakes, *mistakes_across(plan)]]


def virtual(code: str, parts: str, more: str = "") -> str:
    return f"code: {code}, name: x, medium: water, quantity: volume_m3, place: yard, parts: [{parts}]{more}"


@pytest.mark.parametrize(
    "parts",
    [
        "{meter: w1}, {meter: x1}",
        "{meter: w1}, {meter: w2, share: -1}",
        "{meter: w1}, {meter: w2, share: -1}, {meter: w3}",
        "{meter: w2, share: 0.6}, {meter: w1, share: 0.4}",
        "{meter: w3}, {meter: x1, share: -1}",
    ],
)
def test_what_counts_every_unit_once_is_right(parts: str) -> None:
    assert told(virtual("v", parts)) == []


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ("{meter: w1}, {meter: w2}", "v counts w2 twice: by itself and as a part of w1"),
        ("{meter: w3}, {meter: w1}", "v counts w3 twice: by itself and as a part of w1"),
        ("{meter: w1}, {meter: w3, share: 0.2}", "v counts w3 twice"),
        (
            "{meter: w1}, {meter: w2, share: -1}, {meter: w3, share: -1}",
            "v takes away w3 twice: by itself and as a part of w2",
        ),
        ("{meter: w1, share: 0.4}, {meter: w2, share: -1}", "v counts -1 of w2 against 0.4 of w1"),
    ],
)
def test_what_counts_a_unit_twice_names_both_meters_and_the_way_out(parts: str, named: str) -> None:
    (mistake,) = told(virtual("v", parts))
    assert mistake.startswith(f"virtual.yaml:10: virtual_meters[v].parts: {named}")
    assert "take only one of them" in mistake or "correct a share" in mistake


def test_a_meter_counted_through_another_virtual_meter_is_counted_twice() -> None:
    (mistake,) = told(virtual("all", "{meter: w1}, {meter: x1}"), virtual("v", "{meter: all}, {meter: w2}"))
    assert "v counts w2 twice: by itself and as a part of w1" in mistake


def test_shares_of_one_meter_may_not_add_up_to_more_than_all_of_it() -> None:
    (mistake,) = told(
        virtual("a", "{meter: w1, share: 0.6}"), virtual("v", "{meter: a}, {meter: w1, share: 0.6}")
    )
    assert "v counts w1 1.2 times" in mistake
    right = told(virtual("a", "{meter: w1, share: 0.6}"), virtual("v", "{meter: a}, {meter: w1, share: 0.4}"))
    assert right == []


def test_a_part_that_stands_there_twice_is_one_part() -> None:
    (mistake,) = told(virtual("v", "{meter: w1, share: 0.3}, {meter: w1, share: 0.4}"))
    assert "parts[1].meter: w1 stands there twice: write it once, with share 0.7" in mistake


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([virtual("v", "{meter: v}")], "v -> v is a circle"),
        ([virtual("a", "{meter: b}"), virtual("b", "{meter: a}")], "a -> b -> a is a circle"),
        ([virtual("v", "{meter: w1}, {meter: e1}")], "e1 measures electricity in kWh, v water in m3"),
        ([virtual("v", "{meter: w9}")], "there is no meter w9"),
        ([virtual("w1", "{meter: x1}")], "w1 is a meter and a virtual meter"),
        ([virtual("v", "{meter: w1, share: 0}")], "leave the part out"),
        ([virtual("v", "{meter: w1, share: 1.5}")], "less than or equal to 1"),
        ([virtual("v", "")], "at least 1 item"),
        ([virtual("v", "{meter: w2}", ", parent: w1")], "in the tree of w1 already"),
        ([virtual("v", "{meter: x1}", ", parent: w1, level: 1")], "level 1 is not deeper than level 1"),
        ([virtual("v", "{meter: x1}", ", parent: e1")], "its parent electricity in kWh"),
    ],
)
def test_a_mistake_says_what_to_change(texts: list[str], message: str) -> None:
    assert any(message in mistake for mistake in told(*texts)), told(*texts)


def test_a_circle_is_told_once() -> None:
    assert len(told(virtual("a", "{meter: b}"), virtual("b", "{meter: a}"))) == 1


def test_a_meter_that_moves_under_another_is_told_with_the_virtual_meter_it_breaks() -> None:
    text = METERS.replace(", parent: w2", "") + f"  - {{{virtual('v', '{meter: w2}, {meter: w3}')}}}\n"
    site = draft(Registry(), read_yaml("site.yaml", (QUOTA + SITE).encode())[0]).after
    right = draft(site, read_yaml("virtual.yaml", text.encode())[0])
    assert [*right.mistakes, *mistakes_across(right)] == []
    moved = draft(right.after, read_yaml("move.yaml", b"meters:\n  - {code: w3, parent: w2}\n")[0])
    (mistake,) = mistakes_across(moved)
    assert (mistake.file, mistake.line) == ("move.yaml", 2)
    assert "v counts w3 twice" in mistake.message
