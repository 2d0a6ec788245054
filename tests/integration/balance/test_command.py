"""`guanjia balance` as people type it, on the compound in March 2026."""

import csv
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from guanjia.balance.account import accounts
from guanjia.balance.period import period
from models.day_span import DaySpan
from models.registry import Medium
from storage import balance
from tests.integration.balance.office import furnish
from tests.integration.database import Database
from tests.integration.prepared import Fill

Run = Callable[..., Result]
MARCH = ("balance", "office", "--month", "2026-03")
SILENT = "DELETE FROM consumption_daily USING meter WHERE meter.id = meter_id AND meter.code = %s"


@pytest.fixture
def content() -> Fill:
    """The furnished compound."""
    return furnish


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command line in an empty folder, with the furnished database in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    return lambda *words: CliRunner().invoke(guanjia, [str(word) for word in words])


def table(run: Run, medium: str = "water") -> Mapping[str, Mapping[str, str]]:
    """Return the rows of the CSV file by meter."""
    result = run(*MARCH, "--medium", medium, "--csv", "tree.csv")
    assert result.exit_code == 0, result.output
    with Path("tree.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["meter"]: row for row in csv.DictReader(file)}


def line(text: str, part: str) -> str:
    return next(each for each in text.splitlines() if part in each)


def test_the_tree_is_balanced_as_by_hand(run: Run) -> None:
    rows = table(run)
    east, main = rows["w1-east"], rows["w2-a"]
    assert [float(east[name]) for name in ("amount", "children", "unaccounted", "unaccounted_share")] == (
        pytest.approx([3100, 2945, 155, 0.05])
    )
    assert (east["judgement"], main["parent"]) == ("sure", "w1-east")
    assert float(main["unaccounted"]) == pytest.approx(93)
    assert float(east["coverage"]) == pytest.approx(1)
    assert float(east["estimated"]) == pytest.approx(310)


def test_what_nobody_metered_is_empty_and_not_zero(run: Run) -> None:
    services = table(run)["w2-b"]
    assert services["judgement"] == "part_missing"
    assert (services["children"], services["unaccounted"]) == ("", "")


def test_the_tables_say_the_rates_the_leakage_and_the_nights(run: Run) -> None:
    text = run(*MARCH, "--medium", "water").output
    assert line(text, "机关大院 office").endswith("自来水 [m3] · 2026-03-01 起至 2026-04-01 前，31 个整日")
    assert line(text, "东门进水总表").split()[1:6] == ["w1-east", "3,100.00", "2,945.00", "155.00", "5.0"]
    # 5 % are at the limit, 7.5 % above it
    marked = [each for each in text.splitlines() if "未计量超过 5 %" in each]
    assert [each.split()[0] for each in marked] == ["综合办公楼"]
    assert "4.67 % (217.00 m3)" in line(text, "漏失率（一级")
    assert line(text, "管网漏失率").endswith("达标")
    assert "95.33 %" in line(text, "二级计量率")
    assert "jgj 8 / 8" in text
    # of 30 meters required at the third level 27 are fitted, nine of them with an amount
    assert "jgj 27 / 30" in text
    assert "90.0 %" in line(text, "jgj 27 / 30")
    assert line(text, "综合办公楼 w2-a  ").split()[:2] == ["综合办公楼", "w2-a"]
    assert line(text, "全院").split()[1:] == ["1.000", "1.000", "1.000", "16.0", "%", "3", "/", "31"]


def test_a_silent_meter_stays_fitted_and_its_volume_is_missing(run: Run, database: Database) -> None:
    with database.connect() as connection:
        connection.execute(SILENT, ["w2-h"])
    text = run(*MARCH, "--medium", "water").output
    assert "jgj 8 / 8" in text
    assert "90.00 %" in line(text, "二级计量率")
    assert line(text, "二级计量率").endswith("不达标")
    assert line(text, "管网漏失率").endswith("无法判定")
    assert "下级缺数: w2-h" in line(text, "w1-west")


def test_a_meter_taken_out_is_no_longer_fitted(run: Run, database: Database) -> None:
    with database.connect() as connection:
        connection.execute(
            "UPDATE installation SET valid = tstzrange(lower(valid), '2026-03-15Z') FROM meter"
            " WHERE meter.id = meter_id AND meter.code = 'w2-h'"
        )
    assert "jgj 7 / 8" in run(*MARCH, "--medium", "water").output


def test_without_a_requirement_the_reason_stands_instead_of_the_rate(run: Run) -> None:
    text = run(*MARCH, "--medium", "electricity", "--lang", "en").output
    assert "No fitting rate for levels 1, 2, 3" in text


def test_electricity_is_broken_down_by_item_with_the_rest(run: Run) -> None:
    text = run(*MARCH, "--medium", "electricity", "--lang", "en").output
    assert "15.0 %" in line(text, "not metered by item")
    assert "4,650.00" in line(text, "not metered by item")
    # the third level has no amounts, and is inside meters of its own items
    assert "30.0 %" in line(text, "lighting and sockets")
    assert "31,000.00" in line(text, "total")


def test_all_media_that_have_meters_come_one_after_the_other(run: Run) -> None:
    text = run(*MARCH).output
    assert [word in text for word in ("自来水 [m3]", "中水 [m3]", "电 [kWh]", "热 [GJ]", "燃气")] == [
        *(True,) * 4,
        False,
    ]


def test_a_period_that_is_not_over_ends_with_yesterday(run: Run) -> None:
    result = run("balance", "office", "--from", "2026-03-01", "--to", "2126-01-01", "--medium", "water")
    assert result.exit_code == 0
    assert "2126" not in result.output


def test_a_reader_of_the_views_may_balance(database: Database) -> None:
    with database.connect() as connection:
        connection.execute("SET ROLE guanjia_reader")
        site = balance.site(connection, "office")
        days = period(DaySpan(date(2026, 3, 1), date(2026, 4, 1)), ZoneInfo(site.zone), datetime.now(UTC))
        (water,) = accounts(connection, site, [Medium.WATER], days)
    assert water.leakage.rate == pytest.approx(217 / 4650)
    assert [zone.known for zone in water.zones][:1] == [3]


def test_an_unknown_site_is_told_which_there_are(run: Run) -> None:
    result = run("balance", "ofice")
    assert result.exit_code == 1
    assert str(result.exception) == "no site 'ofice'; there are office 机关大院"


def test_a_medium_without_meters_is_told_which_there_are(run: Run) -> None:
    result = run(*MARCH, "--medium", "gas")
    assert result.exit_code == 1
    assert "media with meters there: electricity, heat, reclaimed_water, water" in str(result.exception)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--month", "2026-03", "--from", "2026-03-01"), "give --month, or --from and --to"),
        (("--from", "2026-03-01"), "--from and --to go together"),
        (("--month", "2026-13"), "does not match the format"),
    ],
)
def test_a_period_that_makes_no_sense_is_refused(words: tuple[str, ...], told: str, run: Run) -> None:
    result = run("balance", "office", *words)
    assert result.exit_code == 2
    assert told in result.output


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2026-03-02", "2026-03-02", "--to is the first day after"),
        ("2126-03-01", "2126-04-01", "is over yet"),
    ],
)
def test_a_period_without_a_day_is_refused(start: str, end: str, told: str, run: Run) -> None:
    result = run("balance", "office", "--from", start, "--to", end)
    assert result.exit_code == 1
    assert told in str(result.exception)
