"""`guanjia quotas`: every figure with its source, from files alone."""

from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from guanjia.commands.quotas import command
from guanjia.quota_files import read_book, shipped_files
from guanjia.quota_tables import quota_card


def run(*words: str) -> Result:
    return CliRunner().invoke(command, words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_has_every_quota_and_factor_with_its_source(lang: str) -> None:
    printed = run("list", "--lang", lang)
    assert printed.exit_code == 0
    book = read_book(shipped_files())
    assert [code for code in (*book.quotas, *book.factor_sets) if code not in printed.output] == []
    for figure in ("0.1229 kgce/kWh", "0.31 kgce/kWh", "0.6187 kgCO2/kWh", "GB/T 2589-2020", "JS/T 303-2026"):
        assert figure in printed.output


def test_blank_quotas_are_shown_as_blank_with_their_note() -> None:
    printed = run("list", "--category", "医院", "--indicator", "water_per_bed_day").output
    assert "— (留空)" in printed
    assert "留空待填" in printed
    assert "water-hospital-3-db37t4452" in printed


def test_a_choice_brings_the_factors_it_is_computed_with_and_no_others() -> None:
    printed = run("list", "--category", "本科", "--indicator", "energy_per_person").output
    assert "db37t2671" in printed
    assert "人均能耗 (kgce/(person·a))" in printed
    assert "约束值 * 480.6" in printed
    assert "gbt2589" not in printed
    assert "energy-primary" not in printed


def test_one_quota_is_shown_whole() -> None:
    printed = run("show", "energy-hospital-3-a-db37t2673-per-person").output
    for text in ("outpatient x 0.00273973", "单一来源", "约束值 *", "超过约束值，应限期整改", "气候分区 A"):
        assert text in printed


def test_a_factor_set_says_which_quotas_use_it() -> None:
    printed = run("show", "db37t2671", "--lang", "en").output
    assert "Used by quotas: energy-university-db37t2671-non-heating" in printed


def test_an_unknown_code_gets_near_ones() -> None:
    failed = run("show", "gbt2859")
    assert failed.exit_code == 1
    assert "did you mean gbt2589" in str(failed.exception)


def test_shipped_files_are_sound() -> None:
    checked = run("check")
    assert checked.exit_code == 0
    assert (
        "72 quotas, 3 factor sets (19 factors), 9 grid factors: no mistakes; 15 quotas are blank"
        in checked.output
    )


def test_a_mistake_ends_a_check_with_its_place(tmp_path: Path) -> None:
    water = next(path for path in shipped_files() if path.name == "water.yaml")
    wrong = tmp_path / "water.yaml"
    wrong.write_text(water.read_text("utf-8").replace("limit: 通用值", "limit: 通用", 1), "utf-8")
    for name in ("check", "list"):
        result = run(name, str(wrong))
        assert result.exit_code == 1
        assert "quotas[water-office-db37t4452-existing].limit: 通用 is no tier of this quota" in result.stderr
        assert "1 to correct; without them: 9 quotas" in result.stderr
    assert "water-museum-db37t4452" in run("list", str(wrong)).output


def test_a_beginning_or_a_slip_of_the_pen_leads_to_the_code() -> None:
    for typed in ("water-office", "water-ofice-db37t4452-existing"):
        told = str(run("show", typed).exception)
        assert "did you mean" in told
        assert "water-office-db37t4452-existing" in told


@pytest.mark.parametrize("width", [40, 60, 132])
def test_a_narrow_terminal_cuts_nothing_off(width: int) -> None:
    quota = read_book(shipped_files()).quotas["water-office-db37t4452-existing"]
    printed = StringIO()
    for table in quota_card(quota, str, chinese=True):
        Console(file=printed, width=width).print(table)
    assert "…" not in printed.getvalue()
