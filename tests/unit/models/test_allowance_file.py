"""config/allowances.yaml: what ships, and mistakes in it."""

from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import pytest

from guanjia.yaml_model import read_model
from models.allowance_file import AllowanceFile
from models.allowances import Basis, Block, EntryKind, EntryStatus, Load, Opening
from models.errors import FileMistakesError
from models.sources import SourceStatus
from tests.unit.pages import first_cells, page

_DEFAULT = "{medium: water, per: meal, unit: L/meal, "


def read(folder: Path, text: str) -> AllowanceFile:
    path = folder / "allowances.yaml"
    path.write_text(text, "utf-8")
    return read_model(path, AllowanceFile)


def test_what_ships_gives_no_money_and_no_value_that_nobody_confirmed() -> None:
    shipped = read_model(Path(str(files("config"))) / "allowances.yaml", AllowanceFile)
    assert [each.value for each in shipped.defaults] == [None, None]
    assert not [rule for rule in shipped.rules if rule.reward.is_filled or rule.fine.is_filled]
    assert {each.status for each in (*shipped.rules, *shipped.defaults)} == {SourceStatus.ABSENT}


def test_litres_per_meal_become_cubic_metres(tmp_path: Path) -> None:
    file = read(tmp_path, f"defaults: [{_DEFAULT}value: 25, status: unverified, source: 本单位}}]")
    assert file.defaults[0].per_load == 0.025


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("billing_day: 29", "billing_day"),
        (f"defaults: [{_DEFAULT}value: 25, status: absent}}]", "numbers beside status absent"),
        (f"defaults: [{_DEFAULT}value: 25, status: unverified}}]", "numbers need a source"),
        (f"defaults: [{_DEFAULT}status: unverified}}]", "nothing is filled in beside status unverified"),
        ("defaults: [{medium: water, per: meal, unit: m3/meal, status: absent}]", "is written in L/meal"),
        ("defaults: [{medium: water, per: diner, unit: L/meal, status: absent}]", "use meal or open_day"),
        ("rules: [{code: a, medium: water, status: absent, reward: {rate: 1, share: 1}}]", "not both"),
        (
            "rules: [{code: a, medium: water, status: confirmed, source: b, reward: {share: 1}}]",
            "fill in price",
        ),
        ("places: [{place: a}, {place: a, opening: daily}]", "places name a water twice"),
        ("places: [{place: a, meters: [b, b]}]", "the meter b is named twice"),
        (
            "places: [{place: a, closed: [{from: 2026-08-07, to: 2026-08-03}]}]",
            "to must not be before from",
        ),
        ("places: [{place: a, open: daily}]", "Extra inputs are not permitted"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(FileMistakesError, match=told):
        read(tmp_path, text)


@pytest.mark.parametrize("words", [Basis, Block, EntryKind, EntryStatus, Load, Opening])
def test_every_code_stands_in_the_glossary(words: type[StrEnum]) -> None:
    assert not set(words) - first_cells(page("docs/glossary.md"))


def test_every_field_of_the_file_is_documented() -> None:
    assert not set(AllowanceFile.model_fields) - first_cells(page("docs/how-to/allowances.md"))
