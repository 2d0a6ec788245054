from pathlib import Path

import pytest
from ruamel.yaml import YAML

from guanjia.yaml_model import read_model
from models.errors import ConfigError, FileMistakesError
from models.quantities import BY_NAME, Kind
from models.registry import SiteFile
from simulators.replay.columns import bind
from simulators.replay.map import Cell, ReplayMap, Rule
from simulators.replay.site import as_yaml, table_site, track_site

MAPS = sorted((Path(__file__).parents[4] / "config" / "replay").glob("*.yaml"))
MAP = """\
site: {code: site, name: s, institution: unit}
institution: {code: unit, name: u, type: unit}
equipment: {kind: water_meter, installed_at: "2020-01-01T00:00:00Z"}
table:
  time: {column: t, format: epoch_s}
  columns:
    - column: flow
      device: meter
      quantity: flow_m3h
      cell: as_is
"""


def rule(column: str, device: str) -> Rule:
    return Rule(column=column, device=device, quantity="flow_m3h", cell=Cell.AS_IS)


def test_there_are_maps_to_check() -> None:
    assert {path.stem for path in MAPS} >= {
        "bdg2_irrigation",
        "uci_steel",
        "weusedto_wholehouse",
        "weusedto_washbasin",
        "visnjan_car",
    }


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_every_map_makes_a_site_that_knows_its_devices(path: Path) -> None:
    replay_map = read_model(path, ReplayMap)
    if replay_map.track is not None:
        site = track_site(replay_map, replay_map.track.device)
        devices = {replay_map.track.device}
    else:
        assert replay_map.table is not None
        names = [rule.column.replace("*", "one") for rule in replay_map.table.columns]
        columns = bind(replay_map.table.columns, names, "file")
        site = table_site(replay_map, columns)
        devices = {column.device for column in columns}
        registers = [c for c in columns if BY_NAME[c.rule.quantity].kind is Kind.CUMULATIVE]
        assert {(m.device_code, m.quantity) for m in site.meters} == {
            (c.device, c.rule.quantity) for c in registers
        }
    assert {device.code for device in site.devices} == devices
    assert SiteFile.model_validate(YAML(typ="safe").load(as_yaml(site))) == site


@pytest.mark.parametrize(
    ("right", "wrong", "line", "field"),
    [
        ("quantity: flow_m3h", "quantity: flow", 9, "quantity"),
        ("cell: as_is", "cell: interval", 7, "columns"),
        ("format: epoch_s", "format: '%Y'", 5, "time"),
        ("  columns:", "  colums:", 6, "colums"),
        ("code: site", "code: 'a b'", 1, "code"),
    ],
)
def test_a_mistake_in_a_map_is_named_with_its_line(
    tmp_path: Path, right: str, wrong: str, line: int, field: str
) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(MAP.replace(right, wrong))
    with pytest.raises(FileMistakesError) as refusal:
        read_model(path, ReplayMap)
    assert (line, True) in [(m.line, field in m.field) for m in refusal.value.mistakes]


def test_what_is_no_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("site: {code: [\n")
    with pytest.raises(FileMistakesError, match=r"map\.yaml:\d"):
        read_model(path, ReplayMap)


def test_the_star_of_a_column_stands_in_the_device() -> None:
    bound = bind([rule("Panther_*", "bdg2-*")], ["timestamp", "Panther_office_Daina"], "file")
    assert [(one.column, one.device) for one in bound] == [("Panther_office_Daina", "bdg2-office_Daina")]


def test_two_columns_of_one_quantity_and_device_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"'a_1' and 'a_2' both become flow_m3h of device meter"):
        bind([rule("a_*", "meter")], ["a_1", "a_2"], "file")


def test_a_column_that_makes_no_device_code_is_refused() -> None:
    with pytest.raises(ConfigError, match="'flow in l'"):
        bind([rule("*", "*")], ["flow in l"], "file")
