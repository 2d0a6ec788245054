"""Geofence files: what they hold, and how a mistake is named."""

import json
from pathlib import Path
from typing import Any

import pytest

from guanjia.fence_files import read_fences
from guanjia.rule_files import RuleBook, read_rules
from models.errors import ConfigError
from models.rules import FencedRule

CONFIG = Path(__file__).parents[3] / "config"
CIRCLE: dict[str, Any] = {
    "type": "Feature",
    "properties": {"code": "garage", "name": "车库", "radius_m": 200},
    "geometry": {"type": "Point", "coordinates": [106.2, 38.5]},
}


def changed(properties: dict[str, Any], geometry: dict[str, Any] | None = None) -> dict[str, Any]:
    said = {key: value for key, value in (CIRCLE["properties"] | properties).items() if value is not None}
    return CIRCLE | {"properties": said} | ({"geometry": geometry} if geometry else {})


def write(folder: Path, *features: object, name: str = "a.geojson") -> Path:
    (folder / name).write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return folder


def test_the_shipped_fences_and_rules_fit_together() -> None:
    assert {"office-garage", "service-area"} <= set(read_fences(CONFIG / "geofences"))
    fenced = [rule for rule in read_rules(CONFIG / "rules") if isinstance(rule, FencedRule)]
    assert len(fenced) >= 3
    assert all(len(rule.areas) == len(rule.fences) for rule in fenced)


def test_what_editors_add_is_left_aside(tmp_path: Path) -> None:
    drawn = CIRCLE | {
        "id": 7,
        "bbox": [1, 2, 3, 4],
        "geometry": {"type": "Point", "coordinates": [106.2, 38.5, 1100]},
    }
    assert list(read_fences(write(tmp_path, drawn))) == ["garage"]


RING = [[106, 38], [107, 39], [107, 38], [106, 39], [106, 38]]


@pytest.mark.parametrize(
    ("feature", "place", "remedy"),
    [
        (changed({"radius_m": None}), "feature 1 (garage)", "needs the property radius_m"),
        (changed({"width_m": 5}), "feature 1 (garage)", "needs the property width_m"),
        (changed({"colour": "red"}), "feature 1 (garage): properties.colour", "not permitted"),
        (changed({"code": None}), "feature 1: properties.code", "required"),
        (
            changed({}, {"type": "Point", "coordinates": [38.5, 106.2]}),
            "feature 1 (garage): geometry",
            "in this order",
        ),
        (
            changed({"radius_m": None}, {"type": "Polygon", "coordinates": [RING]}),
            "fence garage",
            "without crossing itself",
        ),
        (
            changed({"radius_m": None}, {"type": "Polygon", "coordinates": [RING[:-1]]}),
            "feature 1 (garage)",
            "repeat its first point",
        ),
        (
            changed({}, {"type": "MultiPoint", "coordinates": []}),
            "feature 1 (garage): geometry",
            "MultiPoint",
        ),
        ("a text", "feature 1", "dictionary"),
    ],
)
def test_a_mistake_is_named_with_file_feature_and_remedy(
    tmp_path: Path, feature: object, place: str, remedy: str
) -> None:
    with pytest.raises(ConfigError) as raised:
        read_fences(write(tmp_path, feature))
    said = str(raised.value)
    assert "a.geojson" in said
    assert place in said
    assert remedy in said


def test_one_code_for_two_fences_is_refused(tmp_path: Path) -> None:
    write(tmp_path, CIRCLE)
    with pytest.raises(ConfigError, match=r"b\.geojson.*garage.*taken by a fence of .*a\.geojson"):
        read_fences(write(tmp_path, CIRCLE, name="b.geojson"))


def test_no_json_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.geojson").write_text('{\n  "type": ,\n}', "utf-8")
    with pytest.raises(ConfigError, match=r"a\.geojson:2"):
        read_fences(tmp_path)


def test_a_rule_that_names_no_known_fence_is_refused_and_a_broken_fence_keeps_the_rules(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rules, fences = tmp_path / "rules", tmp_path / "geofences"
    rules.mkdir()
    fences.mkdir()
    text = (CONFIG / "rules" / "vehicles.yaml").read_text("utf-8")
    (rules / "vehicles.yaml").write_text(text, "utf-8")
    write(fences, CIRCLE)
    with pytest.raises(ConfigError, match=r"vehicle-left-area\.fences.*no geofence service-area.*garage"):
        read_rules(rules)
    write(fences, changed({"code": "service-area"}), changed({"code": "office-garage"}))
    book = RuleBook(rules)
    before = book.rules()
    (fences / "a.geojson").write_text("{", "utf-8")
    assert book.rules() == before
    assert "rules not reloaded" in caplog.text
    write(fences, changed({"code": "service-area"}), changed({"code": "office-garage", "radius_m": 300}))
    (home,) = (rule for rule in book.rules() if rule.code == "vehicle-overnight-away")
    assert isinstance(home, FencedRule)
    assert home.areas[0].properties.radius_m == 300
