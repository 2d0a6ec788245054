"""Dashboards are what the SDK's types allow, keep their addresses and ask for nothing from outside."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from dashboards.grafana.dashboard import folders, text, uid
from dashboards.pages import PAGES
from guanjia.translations import translations
from models.registry import Language

register_default_plugins()
BUILT = {dashboard["uid"]: dashboard for folder in folders(translations()) for dashboard in folder.dashboards}
CORE = {"barchart", "geomap", "stat", "table", "timeseries"}
each = pytest.mark.parametrize("address", BUILT)


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(part)


@each
def test_the_types_of_the_sdk_read_a_dashboard_and_write_the_same(address: str) -> None:
    built = BUILT[address]
    again = json.loads(json.dumps(Dashboard.from_json(json.loads(text(built))), cls=JSONEncoder))
    # its type of annotations knows those of Grafana's own store only
    for annotation in (*again["annotations"]["list"], *built["annotations"]["list"]):
        annotation.pop("target", None)
    assert again == built


def test_every_page_has_an_address_of_its_own_in_each_language() -> None:
    assert set(BUILT) == {uid(page.name, language) for page in PAGES for language in Language}
    assert "guanjia-overview-zh" in BUILT
    assert all(len(address) <= 40 for address in BUILT)


def test_a_second_build_is_the_same() -> None:
    again = [dashboard for folder in folders(translations()) for dashboard in folder.dashboards]
    assert [text(dashboard) for dashboard in again] == [
        text(dashboard) for folder in folders(translations()) for dashboard in folder.dashboards
    ]


@each
def test_only_panels_of_the_core_are_used_and_nothing_is_fetched_from_outside(address: str) -> None:
    built = BUILT[address]
    assert {panel["type"] for panel in built["panels"]} <= CORE
    assert [found for found in strings(built) if re.search(r"https?://|//\w+\.", found)] == []
    maps = [panel["options"] for panel in built["panels"] if panel["type"] == "geomap"]
    assert all(options["basemap"]["type"] == "geojson" for options in maps)


@each
def test_panels_do_not_overlap_and_are_numbered(address: str) -> None:
    panels = BUILT[address]["panels"]
    assert [panel["id"] for panel in panels] == list(range(1, len(panels) + 1))
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken
        assert max(x for x, _ in cells) < 24
        taken |= cells


@each
def test_everything_is_asked_of_the_data_source_of_the_organisation(address: str) -> None:
    built = BUILT[address]
    asked = [target for panel in built["panels"] for target in panel["targets"]]
    asked += [*built["templating"]["list"], *built["annotations"]["list"]]
    assert {part["datasource"]["uid"] for part in asked} == {"guanjia"}


@each
def test_links_lead_to_dashboards_of_the_same_language(address: str) -> None:
    linked = {found[1] for part in strings(BUILT[address]) for found in re.finditer(r"/d/([\w-]+)", part)}
    assert linked <= {other for other in BUILT if other[-2:] == address[-2:]}


def test_the_two_languages_differ_in_words_alone() -> None:
    chinese, english = BUILT["guanjia-overview-zh"], BUILT["guanjia-overview-en"]
    assert [panel["type"] for panel in chinese["panels"]] == [panel["type"] for panel in english["panels"]]
    assert (chinese["title"], english["title"]) == ("总览", "Overview")
    assert all(re.search(r"[\u4e00-\u9fff]", panel["title"]) for panel in chinese["panels"])
