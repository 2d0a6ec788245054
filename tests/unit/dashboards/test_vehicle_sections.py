"""What the file and the list of vehicles say stands in both catalogues, and in Chinese is not English."""

import re
from pathlib import Path

import pytest

from dashboards import vehicle_file, vehicle_list
from guanjia.translations import translations
from models.registry import Language
from models.vehicle_costs import CostKind

_SOURCES = (Path(vehicle_file.__file__), Path(vehicle_list.__file__))
_TITLES = {
    title
    for file in _SOURCES
    for title in re.findall(
        r'(?:_C|SectionColumn)\("([^"]+)"|Section\("\w+", "([^"]+)"', file.read_text("utf-8")
    )
    for title in title
    if title
}


@pytest.mark.parametrize("title", sorted(_TITLES))
def test_a_title_is_translated(title: str) -> None:
    assert translations()[Language.ZH_CN].gettext(title) != title


def test_titles_were_found() -> None:
    assert len(_TITLES) > 30


@pytest.mark.parametrize("kind", CostKind)
def test_a_kind_of_cost_has_its_word(kind: CostKind) -> None:
    for language in Language:
        assert translations()[language].gettext(f"cost kind: {kind}") != f"cost kind: {kind}"
