from pathlib import Path

import pytest
from click.testing import CliRunner
from ruamel.yaml import YAML

from guanjia.commands.simulate import command
from models.errors import ConfigError, FileMistakesError
from models.registry import SiteFile

SCENARIO = """
name: mine
description: 我的
seed: 3
sites: [office]
use: office
"""


def simulate(*arguments: str) -> int:
    result = CliRunner().invoke(command, arguments)
    if isinstance(result.exception, ConfigError):
        raise result.exception
    return result.exit_code


def test_an_unknown_scenario_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="bad_days, clean, demo"):
        simulate("nothing", "--sites-only")


def test_a_mistake_in_a_scenario_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SCENARIO.replace("seed: 3", "seed: many"), encoding="utf-8")
    with pytest.raises(FileMistakesError, match=r"mine\.yaml:4: seed: "):
        simulate(str(tmp_path / "mine.yaml"), "--sites-only")


def test_a_site_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SCENARIO.replace("[office]", "[offic]"), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"offic\.yaml"):
        simulate(str(tmp_path / "mine.yaml"), "--sites-only")


def test_one_s_own_scenario_may_bring_its_own_site(tmp_path: Path) -> None:
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "sites").mkdir()
    own = tmp_path / "scenarios" / "mine.yaml"
    own.write_text(SCENARIO.replace("[office]", "[hall]"), encoding="utf-8")
    (tmp_path / "sites" / "hall.yaml").write_text(
        "site: {code: hall, name: 馆, institution: hall}\n", encoding="utf-8"
    )
    assert simulate(str(own), "--sites-only", "--out", str(tmp_path / "out")) == 0
    assert (tmp_path / "out" / "sites" / "hall.yaml").is_file()


def test_the_site_files_it_writes_hold_the_recorded_swap(tmp_path: Path) -> None:
    begin = ("--from", "2026-10-17", "--days", "35")
    assert simulate("demo", *begin, "--sites-only", "--out", str(tmp_path)) == 0
    document = YAML(typ="safe").load(tmp_path / "sites" / "office.yaml")
    meters = {meter.code: meter for meter in SiteFile.model_validate(document).meters}
    assert [entry.serial for entry in meters["w3-c-tea"].installations][1:] == ["NX26W901"]
    assert len(meters) == 41


@pytest.mark.parametrize(
    "arguments",
    [("--from", "2999-01-01"), ("--from", "yesterday"), ("--speed", "fast"), ("--days", "0")],
)
def test_a_period_or_speed_that_makes_no_sense_is_refused(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert simulate("clean", *arguments, "--sites-only", "--out", str(tmp_path)) == 2
