"""`guanjia figures` as people type it, on the office compound with days made by hand."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analytics.worker import drain
from guanjia.__main__ import guanjia
from guanjia.calendar_files import read_calendar
from tests.integration.compound import CONFIG, load_compound
from tests.integration.database import Database
from tests.integration.prepared import Fill

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
DAYS = """
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
SELECT meter.id, day::date, used.amount, 0, 1, '2026-11-21Z'
FROM unnest(%(codes)s::text[], %(amounts)s::float8[]) AS used (code, amount)
INNER JOIN meter ON used.code = meter.code
CROSS JOIN generate_series(date '2026-10-18', date '2026-11-21', interval '1 day') AS day
"""
A_DAY = {"w1-east": 40.0, "w1-west": 27.0, "e1-01": 1000.0, "h1-01": 10.0}

Run = Callable[..., Result]


def furnish(database: Database) -> None:
    """Load the compound, and 35 days of its main meters: 67 m3 of water a day for 600 people; count them."""
    with database.connect() as connection:
        load_compound(connection)
        connection.execute(DAYS, {"codes": list(A_DAY), "amounts": list(A_DAY.values())})
    drain(database.connect, lambda: NOW, read_calendar(CONFIG / "calendar"))


@pytest.fixture
def content() -> Fill:
    """The furnished compound, with its figures."""
    return furnish


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    return lambda *words: CliRunner().invoke(guanjia, ["figures", *words])


def told(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return result.output


def test_an_institution_is_shown_with_what_its_figures_are_made_of(run: Run) -> None:
    page = told(run("jgj", "--year", "2026"))
    for text in (
        "机关事务管理局 jgj · 2026 年度",
        "3.91 m3/(人·年)",
        "2,345 m3 ÷ 600",
        "在编人员",
        "35 天，2026-10-18 至",
        "定额：25 m3/(人·年)（通用值）",
        "已用 15.6 %，应用 9.6 %",
        "预计 40.76 m3/(人·年)",
        "无需核对",
    ):
        assert text.replace(" ", "") in page.replace(" ", "").replace("\n", ""), text


@pytest.mark.parametrize("period", ["year", "month", "season"])
def test_in_its_first_five_weeks_every_figure_has_something_to_be_compared_with(
    run: Run, period: str
) -> None:
    rows = json.loads(told(run("jgj", "--year", "2026", "--period", period, "--json")))
    latest = max(row["period_start"] for row in rows)
    targets = {row["indicator"]: row for row in rows if row["period_start"] == latest}
    assert {row["target_kind"] for row in targets.values()} <= {"quota", "own_weeks"}
    if period == "year":
        # 1,000 kWh and 10 GJ a day; the sites of that region are heated on 151 days
        assert targets["electricity"]["target_value"] == pytest.approx(365_000)
        assert targets["electricity"]["target_from"] == "2026-10-18"
        assert targets["water_per_person"]["target_kind"] == "quota"
    assert "暂无参照值" not in told(run("jgj", "--year", "2026", "--period", period))


def test_the_same_in_english(run: Run) -> None:
    page = told(run("jgj", "--year", "2026", "--lang", "en"))
    for text in ("the year 2026", "3.91 m3/(person·a)", "2,345 m3 ÷ 600", "used 15.6 %, due 9.6 %"):
        assert text in page


def test_without_an_institution_each_has_a_line_and_the_region_what_all_use(run: Run) -> None:
    lines = told(run("--year", "2026")).splitlines()
    [region] = [line for line in lines if "yinchuan" in line]
    assert "2,345 m3" in region
    assert "无定额" in region
    assert any("jgj" in line and "人均用水 1.63 倍" in line for line in lines)


def test_json_has_the_rows_of_the_view(run: Run) -> None:
    rows = json.loads(told(run("jgj", "--year", "2026", "--period", "month", "--month", "11", "--json")))
    [water] = [row for row in rows if row["indicator"] == "water"]
    assert (water["period_start"], water["value"], water["unit"]) == ("2026-11-01", 67.0 * 21, "m3")
    assert {row["institution"] for row in rows} == {"jgj"}


def test_a_heating_season_is_asked_for_by_the_year_in_which_it_begins(run: Run) -> None:
    page = told(run("jgj", "--period", "season", "--year", "2026"))
    assert "供暖季 2026-11-01" in page
    assert "单位供暖面积供暖能耗" in page


def test_a_blank_quota_shows_what_stands_in_for_it(run: Run, database: Database) -> None:
    with database.connect() as connection:
        connection.execute("UPDATE quota_tier SET value = NULL")
        connection.execute("UPDATE quota SET status = 'absent'")
        for number, value in enumerate((10.0, 20.0, 40.0)):
            connection.execute(
                "WITH made AS (INSERT INTO institution (code, name, type) VALUES (%s, %s, 'government')"
                " RETURNING id) INSERT INTO indicator_value (institution_id, indicator, period_start,"
                " period_end, value, unit, numerator, denominator, divisor, coverage, estimated_share,"
                " observed_days, computed_at) SELECT id, 'water_per_person', '2026-01-01', '2027-01-01', %s,"
                " 'm3/(person·a)', 1, 1, 'people', 1, 0, 365, now() FROM made",
                [f"p{number}", "同类", value],
            )
        connection.execute("INSERT INTO stale_figure (institution_id) SELECT id FROM institution")
        connection.commit()
    drain(database.connect, lambda: NOW, read_calendar(CONFIG / "calendar"))
    page = told(run("jgj", "--year", "2026")).replace("\n", "").replace(" ", "")
    assert "为空白" in page
    assert "参照值（非定额）：20m3/(人·年)（同类单位中位数）" in page


def test_a_year_without_figures_says_which_have_some(run: Run) -> None:
    assert "2026-01-01 至 2026-01-01：用 --year 选择" in told(run("jgj", "--year", "2019"))


def test_an_unknown_institution_is_told_which_there_are(run: Run) -> None:
    result = run("jjg")
    assert result.exit_code == 1
    assert "jgj 机关事务管理局" in str(result.exception)
