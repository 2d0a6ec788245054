"""Files of quotas and factors: mistakes with file, line and remedy, and the rest goes on."""

from pathlib import Path

import pytest

from guanjia.quota_files import read_book

QUOTA = """\
quotas:
  - code: ours
    indicator: energy_per_person
    category: 机关
    unit: kgce/(person·a)
    scheme: ladder
    tiers:
      - {name: 引导值, name_en: guide, value: 500, purpose: 目标}
      - {name: 约束值, name_en: constraint, value: 900, purpose: 上限}
    limit: 约束值
    counts: [staff]
    factor_set: gbt2589
    source: DB64/T
    year: 2020
    valid_from: 2020-01-01
    status: confirmed
  - code: sound
    indicator: water_per_person
    category: 机关
    unit: m3/(person·a)
    tiers: [{name: 通用值, name_en: general, value: 20, purpose: 考核}]
    limit: 通用值
    counts: [staff]
    source: a notice
    year: 2020
    valid_from: 2020-01-01
    status: confirmed
"""
SET = """\
factor_sets:
  - code: own
    name: 系数
    name_en: own
    purpose: standard_coal
    source: a notice
    factors:
      - carrier: heat
        value: 0.03412
        unit: kgce/GJ
        source: a notice
        year: 2020
        valid_from: 2020-01-01
        status: confirmed
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_file_of_one_s_own_may_name_a_shipped_factor_set(tmp_path: Path) -> None:
    book = read_book([written(tmp_path, QUOTA)])
    assert list(book.mistakes) == []
    assert set(book.quotas) == {"ours", "sound"}
    assert book.factor_sets == {}


@pytest.mark.parametrize(
    ("old", "new", "place", "remedy"),
    [
        ("    unit: kgce/(person·a)\n", "", "own.yaml:2: quotas[ours].unit", "this field is missing"),
        ("    source: DB64/T\n", "", "own.yaml:2: quotas[ours].source", "this field is missing"),
        ("source: DB64/T", 'source: ""', "own.yaml:13: quotas[ours].source", "at least 1 character"),
        ("    factor_set: gbt2589\n", "", "own.yaml:2: quotas[ours].factor_set", "name their factor set"),
        ("gbt2589", "gbt2598", "own.yaml:12: quotas[ours].factor_set", "did you mean gbt2589?"),
        ("gbt2589", "jst303", "own.yaml:12: quotas[ours].factor_set", "name another set"),
        ("value: 500", "value: 950", "own.yaml:9: quotas[ours].tiers[1].value", "a ladder goes up"),
        ("limit: 约束值", "limit: 基准值", "own.yaml:10: quotas[ours].limit", "its tiers are 引导值, 约束值"),
        ("energy_per_person", "energy_per_head", "own.yaml:3: quotas[ours].indicator", "energy_per_person"),
        ("value: 900", "value: -1", "own.yaml:9: quotas[ours].tiers[1].value", "greater than 0"),
    ],
)
def test_a_mistake_is_named_and_the_other_quotas_go_on(
    tmp_path: Path, old: str, new: str, place: str, remedy: str
) -> None:
    assert old in QUOTA
    book = read_book([written(tmp_path, QUOTA.replace(old, new, 1))])
    (mistake,) = book.mistakes
    assert f"{tmp_path}/{place}: " in str(mistake)
    assert remedy in mistake.message
    assert set(book.quotas) == {"sound"}


def test_a_factor_with_the_unit_of_another_is_named(tmp_path: Path) -> None:
    book = read_book([written(tmp_path, SET)])
    (mistake,) = book.mistakes
    assert "own.yaml:9: factor_sets[own].factors[0].value: 0.03412 kgce/GJ is 0.03412 kgce/GJ" in str(mistake)
    assert book.factor_sets == {}


def test_a_broken_set_is_told_once_and_not_for_each_quota_that_names_it(tmp_path: Path) -> None:
    broken = SET.replace("    purpose: standard_coal\n", "") + QUOTA.replace("gbt2589", "own")
    book = read_book([written(tmp_path, broken)])
    assert [mistake.field for mistake in book.mistakes] == ["factor_sets[own].purpose"]


def test_a_grid_factor_is_written_once_for_a_region_and_year(tmp_path: Path) -> None:
    fields = (
        "region: ningxia, data_year: 2023, value: 0.6, source: a, status: unverified, valid_from: 2025-01-01"
    )
    lines = "".join(f"  - {{code: {code}, {fields}}}\n" for code in "ab")
    book = read_book([written(tmp_path, f"grid_factors:\n{lines}")])
    (mistake,) = book.mistakes
    assert "a is the factor of ningxia for 2023 already: keep one" in mistake.message


def test_what_is_no_quota_is_sent_elsewhere(tmp_path: Path) -> None:
    (mistake,) = read_book([written(tmp_path, "meters:\n  - {code: w1}\n")]).mistakes
    assert "meters are no quotas or factors: move them to config/sites/" in str(mistake)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    (mistake,) = read_book([tmp_path / "none.yaml"]).mistakes
    assert f"{tmp_path}/none.yaml: cannot be read: No such file" in str(mistake)
