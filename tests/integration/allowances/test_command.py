"""`guanjia allowance` as people type it, on the compound in spring 2026: from proposal to confirmed row."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import psycopg
import pytest
from click.testing import Result

from storage.audit import entries
from tests.integration.allowances.canteen import use

Run = Callable[..., Result]
_APPROVE = ("approve", "canteen", "--month", "2026-03", "--volume", "600", "--by", "王主任")
_RATES = """
rules:
  - code: ours
    medium: water
    price: 5
    reward: {rate: 1.5, cap: 10}
    fine: {share: 0.5}
    status: confirmed
    source: 局务会 2026-01
"""


@pytest.fixture(autouse=True)
def winter_and_spring(compound: psycopg.Connection) -> None:
    use(compound, "w2-k", (date(2026, 2, 1), date(2026, 3, 31)), 20.0, estimated=0.5)
    use(compound, "w2-p", (date(2026, 2, 1), date(2026, 3, 31)), 4.0)


def line(text: str, part: str) -> str:
    return next(each for each in text.splitlines() if part in each)


def number_of(run: Run, place: str, month: str = "2026-03") -> str:
    return next(row["entry_id"] for row in written(run, month) if row["place"] == place)


def written(run: Run, month: str = "2026-03") -> list[dict[str, str]]:
    result = run("ledger", "--month", month, "--csv", "ledger.csv")
    assert result.exit_code == 0, result.output
    with Path("ledger.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_proposal_scales_an_earlier_period_and_shows_its_formula(run: Run) -> None:
    result = run("propose", "--month", "2026-03")
    assert result.exit_code == 0, result.output
    # February 2026 had 16 workdays (Spring Festival), March 22; the public areas are open every day
    assert (
        "560.00 m3 ÷ 6,880 (16 d) 餐 meals of diners × 9,460 (22 d) × (1 − 0 %) = 770.00 m3" in result.output
    )
    assert "112.00 m3 ÷ 28 (28 d) 开放日 open days × 31 (31 d) × (1 − 0 %) = 124.00 m3" in result.output
    assert line(result.output, "职工食堂 canteen").split()[-4:] == ["此前各期", "770.00", "m3", "—"]


def test_from_approval_to_a_confirmed_row(run: Run, compound: psycopg.Connection) -> None:
    assert "职工食堂 canteen 2026-03" in run(*_APPROVE).output
    assert "结算新增或更新 1 条" in run("settle").output
    row = number_of(run, "canteen")
    confirmed = run("confirm", row, "--by", "李会计")
    assert confirmed.exit_code == 0, confirmed.output
    found = next(each for each in written(run) if each["entry_id"] == row)
    assert (found["status"], found["decided_by"]) == ("confirmed", "李会计")
    assert [float(found[name]) for name in ("approved", "volume", "saved")] == [600, 620, -20]
    assert found["amount"] == ""
    assert "结算新增或更新 0 条" in run("settle").output
    (approved,), (decided,) = entries(compound, "allowance"), entries(compound, "settlement")
    assert (approved.author, approved.action, approved.subject) == (
        "王主任",
        "approve",
        "allowance canteen 2026-03",
    )
    assert approved.became == {"volume": 600, "unit": "m3", "note": ""}
    assert (decided.author, decided.subject) == ("李会计", f"settlement {row}")
    assert (decided.was, decided.became) == ({"state": "proposed"}, {"state": "confirmed", "reason": ""})


def test_money_is_proposed_where_the_operator_filled_in_the_rates(run: Run) -> None:
    Path("rules.yaml").write_text(_RATES, "utf-8")
    run(*_APPROVE)
    run("approve", "public", "--month", "2026-03", "--volume", "200", "--by", "王主任")
    run("--rules", "rules.yaml", "settle")
    amounts = {each["place"]: float(each["amount"]) for each in written(run)}
    # 20 m3 over at half of 5 yuan; 76 m3 saved at 1.5 yuan, capped
    assert amounts == {"canteen": -50, "public": 10}


def test_nothing_is_judged_without_an_approval(run: Run) -> None:
    result = run("settle", "--month", "2026-03")
    assert "未核定" in line(result.output, "职工食堂 canteen")
    confirmed = run("confirm", number_of(run, "canteen"), "--by", "李会计")
    assert confirmed.exit_code == 1
    assert "is blocked: nobody approved a volume" in str(confirmed.exception)


def test_approving_twice_needs_a_reason_and_keeps_both(run: Run, compound: psycopg.Connection) -> None:
    run(*_APPROVE)
    again = run(*_APPROVE)
    assert again.exit_code == 1
    assert "王主任 approved 600 m3" in str(again.exception)
    assert "give --note" in str(again.exception)
    assert run(*_APPROVE, "--note", "增加一个窗口").exit_code == 0
    kept = compound.execute("SELECT approvals, note FROM analytics.allowance").fetchall()
    assert kept == [(2, "增加一个窗口")]


def test_a_rejected_row_comes_again_only_with_other_figures(run: Run, compound: psycopg.Connection) -> None:
    run(*_APPROVE)
    run("settle")
    assert run("reject", number_of(run, "canteen"), "--by", "李会计", "--why", "表有问题").exit_code == 0
    run("settle")
    assert [each["status"] for each in written(run)] == ["rejected"]
    use(compound, "w2-k", (date(2026, 3, 31), date(2026, 3, 31)), 15.0)
    run("settle")
    assert [each["status"] for each in written(run)] == ["rejected", "proposed"]
    assert float(written(run)[1]["saved"]) == pytest.approx(-15)


def test_the_list_compares_a_month_with_its_approved_volume(run: Run) -> None:
    run(*_APPROVE)
    row = line(run("list", "--month", "2026-03").output, "职工食堂 canteen")
    # 620 m3 and 22 x 430 meals: 65.5 L each
    assert (
        "600.00 m3  620.00 m3  600.00 m3" in " ".join(row.split("  ")).replace("   ", "  ") or "65.5 L" in row
    )
    assert [part in row for part in ("600.00 m3", "620.00 m3", "22 / 22", "65.5 L", "100.0 %", "2.5 %")] == [
        True
    ] * 6


def test_looking_at_the_list_makes_no_period(run: Run, compound: psycopg.Connection) -> None:
    run("list", "--month", "2026-03")
    assert compound.execute("SELECT FROM allowance").fetchall() == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("approve", "kanteen", "--month", "2026-03", "--volume", "1", "--by", "a"),
            "canteen 职工食堂, public",
        ),
        (("approve", "canteen", "--month", "2026-03", "--volume", "nan", "--by", "a"), "is no volume"),
        (("approve", "canteen", "--month", "2026-03", "--volume", "-1", "--by", "a"), "is no volume"),
        (("approve", "canteen", "--month", "2026-03", "--volume", "1", "--by", " "), "say with --by"),
        (("propose", "--month", "9999-12"), "the year must be from 1949 to 2999"),
        (("ledger", "--csv", "gone/ledger.csv"), "cannot be written: No such file or directory"),
        (("confirm", "7", "--by", "a"), "no row 7 in the ledger"),
        (("propose", "--site", "ofice"), "no site 'ofice'; there are office"),
        (("--rules", "absent.yaml", "propose"), "does not exist"),
    ],
)
def test_a_mistake_is_told_with_its_remedy(words: tuple[str, ...], told: str, run: Run) -> None:
    result = run(*words)
    assert result.exit_code != 0
    assert told in result.output + str(result.exception)


def test_a_month_that_is_not_over_is_not_settled(run: Run) -> None:
    result = run("settle", "--month", "2126-03")
    assert result.exit_code == 1
    assert "canteen 职工食堂 water: the period 2126-03 is not over" in result.output


def test_a_year_without_calendar_stops_only_the_places_that_need_one(run: Run) -> None:
    result = run("propose", "--month", "2099-03")
    assert result.exit_code == 1
    assert "no holidays are known for 2099" in result.output
    assert "公共区域 public" in result.output


def test_a_place_in_the_file_that_does_not_exist_is_named(run: Run) -> None:
    Path("rules.yaml").write_text("places: [{place: kantine}]", "utf-8")
    result = run("--rules", "rules.yaml", "propose", "--month", "2026-03")
    assert result.exit_code == 1
    assert "no place 'kantine'" in str(result.exception)


def test_electricity_adds_the_meters_of_the_place_up(run: Run, compound: psycopg.Connection) -> None:
    use(compound, "e3-ls-k", (date(2026, 3, 1), date(2026, 3, 31)), 10.0)
    use(compound, "e3-sp-k", (date(2026, 3, 1), date(2026, 3, 31)), 90.0)
    Path("rules.yaml").write_text("places: [{place: canteen, medium: electricity}]", "utf-8")
    row = line(run("--rules", "rules.yaml", "list", "--month", "2026-03").output, "canteen electricity")
    assert "3,100.00 kWh" in row


def test_a_virtual_meter_that_is_named_counts_what_it_is_made_of(
    run: Run, compound: psycopg.Connection
) -> None:
    for floor in range(1, 9):
        use(compound, f"w3-a-f{floor}", (date(2026, 3, 1), date(2026, 3, 31)), 0.5)
    Path("rules.yaml").write_text("places: [{place: main, meters: [v-water-main-floors]}]", "utf-8")
    row = line(run("--rules", "rules.yaml", "list", "--month", "2026-03").output, "综合办公楼 main")
    assert [part in row for part in ("124.00 m3", "22 / 22", "100.0 %")] == [True] * 3


def test_a_meter_named_with_one_above_it_stops_its_place_only(run: Run) -> None:
    Path("rules.yaml").write_text("places: [{place: canteen, meters: [w2-k, w3-k-dishes]}]", "utf-8")
    result = run("--rules", "rules.yaml", "list", "--month", "2026-03")
    assert result.exit_code == 1
    assert "w2-k and w3-k-dishes both count w3-k-dishes" in result.output
    assert "公共区域 public" in result.output


def test_days_on_which_a_place_is_closed_do_not_count(run: Run) -> None:
    Path("rules.yaml").write_text(
        "places: [{place: canteen, closed: [{from: 2026-03-02, to: 2026-03-06}], meals_per_diner: 2}]",
        "utf-8",
    )
    row = line(run("--rules", "rules.yaml", "list", "--month", "2026-03").output, "职工食堂 canteen")
    # 620 m3 and 17 days x 430 diners x 2 meals: 42.4 L each
    assert [part in row for part in ("17 / 17", "42.4 L")] == [True] * 2


def test_what_no_meter_measures_is_not_approved(run: Run, compound: psycopg.Connection) -> None:
    result = run(*_APPROVE, "--medium", "gas")
    assert result.exit_code == 1
    assert str(result.exception).startswith("no meter serves only canteen: name meters")
    assert compound.execute("SELECT FROM allowance").fetchall() == []


def test_who_reads_english_gets_the_tables_in_it(run: Run) -> None:
    run(*_APPROVE)
    run("settle")
    chinese, english = run("ledger").output, run("--lang", "en", "ledger").output
    assert ("奖罚台账" in chinese, "待确认" in line(chinese, "canteen")) == (True, True)
    assert "Ledger of rewards and fines" in english
    assert "proposed" in line(english, "canteen")
    assert "Progress of allowances" in run("--lang", "en", "list").output
