"""`guanjia vehicles cost` and `costs` as people type them, on the pool of 20."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from storage.audit import entries
from tests.integration.database import Database
from tests.integration.vehicles.conftest import Run

_HEAD = "车牌号,日期,费用类别,金额,加油量,里程表读数,票据号,审批号,冲正"
_LINES = (
    "宁A00100,2026-03-02,加油,300,40,1000,F1,,",
    # two equal lines are two receipts: there and back again on one day
    "宁A00100,2026-03-03,通行费,15,,,,,",
    "宁A00100,2026-03-03,通行费,15,,,,,",
    "宁A00200,2026-03-04,维修,3000.01,,,W1,,",
    "宁A00200,2026-03-05,维修,3000,,,W2,,",
    # one repair cut into two lines is one repair
    "宁A00300,2026-03-06,维修,1600,,,W3,,",
    "宁A00300,2026-03-06,维修,1700,,,W3,,",
    "宁A99999,2026-03-04,维修,100,,,W4,,",
)


def write(*lines: str, name: str = "costs.csv", encoding: str = "gb18030") -> str:
    Path(name).write_text("\n".join([_HEAD, *lines, ""]), encoding)
    return name


def enter(run: Run, *lines: str, **words: str) -> Result:
    return run("cost", "import", write(*lines, **words), "--by", "张三")


def listed(run: Run, *words: str) -> list[dict[str, Any]]:
    result = run("cost", "list", "--json", *words)
    assert result.exit_code == 0, result.output
    return list(json.loads(result.stdout))


def test_a_file_goes_in_once_and_a_bad_line_stays_out(run: Run, database: Database) -> None:
    first = enter(run, *_LINES)
    assert first.exit_code == 1
    assert "costs.csv:9: plate: '宁A99999' is no vehicle of the registry" in first.output
    assert "新录入 7 笔，已在台账 0 笔，补录审批号 0 笔，未采用 1 行" in first.output
    again = enter(run, *_LINES, encoding="utf-8-sig")
    assert "新录入 0 笔，已在台账 7 笔" in again.output
    rows = listed(run)
    assert [row["amount_yuan"] for row in rows] == [300, 15, 15, 3000.01, 3000, 1600, 1700]
    assert {row["recorded_by"] for row in rows} == {"张三"}
    with database.connect() as connection:
        (entry,) = entries(connection, "receipts")
    assert (entry.author, entry.subject, entry.became) == ("张三", "receipts costs.csv", {"added": 7})


def test_a_longer_file_adds_only_what_is_new(run: Run) -> None:
    enter(run, *_LINES[:2])
    assert "新录入 1 笔，已在台账 2 笔" in enter(run, *_LINES[:3]).output


def test_a_dry_run_says_it_all_and_enters_nothing(run: Run) -> None:
    result = run("cost", "import", write(*_LINES), "--dry-run")
    assert "试运行" in result.output
    assert "新录入 7 笔" in result.output
    assert listed(run) == []


def test_repairs_above_the_threshold_are_entered_and_listed_until_they_have_an_approval(run: Run) -> None:
    said = enter(run, *_LINES).output
    assert "需审批而未填审批号的 3 笔" in said
    assert [row["voucher"] for row in listed(run, "--unapproved")] == ["W1", "W3", "W3"]
    approved = [line.replace("W1,,", "W1,局务会2026-7,") for line in _LINES]
    assert "新录入 0 笔，已在台账 6 笔，补录审批号 1 笔" in enter(run, *approved).output
    assert [row["voucher"] for row in listed(run, "--unapproved")] == ["W3", "W3"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("300,40,1000,F1", "330,40,1000,F1"),
        ("300,40,1000,", "300,40,1010,"),
        ("300,40,1000,", "300,40,1000,F1"),
    ],
)
def test_a_line_that_looks_like_another_row_is_entered_and_told(run: Run, before: str, after: str) -> None:
    enter(run, f"宁A00100,2026-03-02,加油,{before},,")
    changed = enter(run, f"宁A00100,2026-03-02,加油,{after},,")
    assert changed.exit_code == 0
    assert "costs.csv:2: looks like row 1 of the ledger (2026-03-02, 300.00 yuan)" in changed.output
    assert len(listed(run)) == 2


def test_a_correction_takes_a_row_back(run: Run) -> None:
    enter(run, _LINES[0])
    enter(run, _LINES[0].replace("300,40", "330,40"))
    back = enter(run, "宁A00100,2026-03-02,加油,-300,-40,,F1,,是")
    assert "looks like" not in back.output
    assert sum(row["amount_yuan"] for row in listed(run)) == pytest.approx(330)


def test_money_stays_exact(run: Run, database: Database) -> None:
    enter(run, *(f"宁A00100,2026-03-02,停车费,0.{cents},,,P{cents},," for cents in range(10, 40)))
    with database.connect() as connection:
        row = connection.execute(
            "SELECT sum(amount_yuan), pg_typeof(sum(amount_yuan))::text FROM analytics.vehicle_cost"
        ).fetchone()
    assert row is not None
    assert (str(row[0]), row[1]) == ("7.35", "numeric")


def test_what_is_asked_of_the_list_is_what_it_shows(run: Run) -> None:
    enter(run, *_LINES)
    assert len(listed(run, "--vehicle", "宁A00100", "--kind", "tolls")) == 2
    assert len(listed(run, "--from", "2026-03-03", "--to", "2026-03-05")) == 3
    table = run("cost", "list", "--vehicle", "宁A00200", "--lang", "en").output
    assert "not approved" in table
    assert "6,000.01" in table


# Figures of a city's pool of 20 vehicles over three years, published by it (公务用车): 1.6 million km; fuel
# 1.35, repair 0.54, insurance 0.425, tolls and other 0.115, together 2.43 million yuan.
_POOL_YUAN = {"加油": 1_350_000_00, "维修": 540_000_00, "保险": 425_000_00, "通行费": 115_000_00}
_POOL_KM = 1_600_000


def pool_ledger(name: str = "pool.csv") -> str:
    """Write the totals as a ledger: a line a vehicle, year and kind; odometers on the first and last day."""
    plates = [f"宁A{number:03d}00" for number in range(1, 21)]
    parts = [(plate, year) for plate in plates for year in (2021, 2022, 2023)]
    with Path(name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["车牌号", "日期", "费用类别", "金额", "里程表读数"])
        for kind, cents in _POOL_YUAN.items():
            for place, (plate, year) in enumerate(parts):
                share = cents * (place + 1) // len(parts) - cents * place // len(parts)
                odometer = {("保险", 2021): 5000, ("加油", 2023): 5000 + _POOL_KM // 20}.get((kind, year), "")
                day = f"{year}-12-31" if kind == "加油" else f"{year}-01-01"
                writer.writerow([plate, day, kind, f"{share / 100:.2f}", odometer])
    return name


def test_the_published_pool_gives_its_published_figures(run: Run) -> None:
    assert "新录入 240 笔" in run("cost", "import", pool_ledger(), "--by", "张三").output
    result = run("costs", "--from", "2021-01-01", "--to", "2024-01-01", "--by", "duty", "--json")
    assert result.exit_code == 0, result.output
    pool = json.loads(result.stdout)["pool"]
    assert (pool["vehicles"], pool["distance_km"], pool["distance_by"]) == (20, 1_600_000, ["odometer"])
    assert pool["amount_yuan"] == 2_430_000
    assert pool["yuan_per_vehicle_year"] == 40_500
    assert pool["fuel_yuan_per_100km"] == pytest.approx(84.4, abs=0.05)
    assert pool["yuan_per_km"] == pytest.approx(1.52, abs=0.005)
    assert pool["by_kind_yuan"] == {
        "fuel": 1_350_000,
        "repair": 540_000,
        "insurance": 425_000,
        "tolls": 115_000,
    }
    assert (pool["trip_days_share"], pool["known_days_share"]) == (0, 1)


def test_costs_are_told_in_tables_of_either_language(run: Run) -> None:
    run("cost", "import", pool_ledger(), "--by", "张三")
    words = ("costs", "--from", "2021-01-01", "--to", "2024-01-01")
    for by in ("vehicle", "duty", "type", "fuel", "institution"):
        result = run(*words, "--by", by)
        assert result.exit_code == 0, result.output
        assert "2,430,000.00" in result.output
        assert "40,500.00" in result.output
    english = run(*words, "--lang", "en").output
    assert "84.4" in english
    assert "odometer 100 %" in english
    assert "一般公务" in run(*words, "--by", "duty").output
