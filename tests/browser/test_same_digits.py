"""A figure on the drawn page of the console, and the same figure wherever else somebody reads it."""

from collections.abc import Generator
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from psycopg.rows import dict_row
from pypdf import PdfReader

from dashboards.grafana.dashboard import build
from dashboards.grafana.speech import Speech
from dashboards.grafana.translation import ALL
from dashboards.pages import PAGES
from dashboards.panel import PERIOD
from guanjia.__main__ import guanjia
from guanjia.translations import translations
from models.registry import Language
from tests.browser.viewer import Viewer
from tests.integration.dashboards.grafana_text import filled
from tests.integration.database import Database
from tests.integration.figures.test_command import furnish
from tests.integration.prepared import Fill
from tests.integration.reports.conftest import Written, book, run, written
from tests.integration.reports.test_same_digits import NOW, api, as_in_mails
from tests.integration.web.conftest import url_of
from tests.integration.web.console import Console

__all__ = ["api", "run", "written"]
MONTH = ("jgj", "--year", "2026", "--month", "10")
YEAR = ("jgj", "--period", "month", "--year", "2026", "--month", "11")
_BARS = """section => {
  const chart = getElement(Number(section.querySelector('.chart').id.slice(1))).chart.getOption();
  return [chart.xAxis[0].data, chart.series.map(one => one.data)];
}"""


@pytest.fixture
def content() -> Fill:
    """The furnished compound: 35 days of its main meters from 2026-10-18 on, with its figures."""
    return furnish


@pytest.fixture
def reader_url(console_url: str) -> str:
    """What the API asks with."""
    return console_url


@pytest.fixture
def looking(browser: Browser, console_url: str, tmp_path: Path) -> Generator[Viewer]:
    """Somebody who looks at the console on a day of November 2026."""
    with (
        Console(console_url, tmp_path / "console", at=NOW) as console,
        Viewer(browser, console.url, console.administrator) as viewer,
    ):
        yield viewer
    assert viewer.complaints == []


@pytest.fixture
def grafana(database: Database, logins: Path) -> Generator[psycopg.Connection[dict[str, Any]]]:
    """A session of the login that Grafana's data source has."""
    url = url_of("guanjia_reader", database, logins)
    with psycopg.Connection[dict[str, Any]].connect(url, row_factory=dict_row) as connection:
        yield connection


def asked_by_grafana(
    grafana: psycopg.Connection[dict[str, Any]], page_name: str, panel_name: str
) -> list[dict[str, Any]]:
    """Run the SQL that stands in the dashboard, its variables filled in as Grafana does."""
    (page,) = (each for each in PAGES if each.name == page_name)
    number = [panel.name for panel in page.panels].index(panel_name)
    built = build(page, Speech(Language.ZH_CN, translations()[Language.ZH_CN]))
    sql = built["panels"][number]["targets"][0]["rawSql"]
    chosen = {"institution": "jgj", "place": ALL, "region": ALL}
    return grafana.execute(filled(sql, chosen, NOW - PERIOD, NOW).encode()).fetchall()


def asked(api: httpx.Client, indicator: str, period: str, start: str) -> dict[str, Any]:
    params = {"institution": "jgj", "indicator": indicator, "period": period}
    answer = api.get("/indicators", params=params)
    assert answer.status_code == 200, answer.text
    (row,) = (row for row in answer.json()["items"] if row["period_start"] == start)
    return row


def in_view(database: Database, indicator: str, period: str, start: str) -> float:
    with database.connect() as connection:
        row = connection.execute(
            "SELECT value FROM analytics.indicator WHERE institution = 'jgj'"
            " AND (indicator, period, period_start) = (%s, %s, %s::date)",
            [indicator, period, start],
        ).fetchone()
    assert row is not None
    return float(row[0])


def cell(content: bytes, sheet: str, name: str, column: int) -> tuple[float, str]:
    """Return the value of a workbook's cell in the line of a figure, and how Excel shows it."""
    (found,) = (
        row[column]
        for row in book(content)[sheet].iter_rows(min_row=2)
        if name in (row[0].value, row[1].value)
    )
    assert isinstance(found.value, float)
    decimals = len(found.number_format.partition(".")[2])
    return found.value, f"{found.value:,.{decimals}f}"


def printed(content: bytes) -> str:
    """Return the text of a PDF without the spaces that setting puts between."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def mailed(file: Path) -> tuple[str, bytes]:
    """Return the text of the mail of October, and its workbook."""
    words = ["alerts", "report", "monthly", "jgj", "--month", "2026-10", "--out", str(file)]
    done = CliRunner().invoke(guanjia, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout, file.read_bytes()


def drawn_month(page: Page, name: str, month: str) -> float:
    """Return what the bar of a month stands for: ECharts' own number of it."""
    section = page.locator(f"[data-panel={name}]")
    expect(section.locator("canvas")).to_be_visible()
    labels, series = section.evaluate(_BARS)
    (bars,) = series
    bar = bars[labels.index(month)]
    return float(bar["value"] if isinstance(bar, dict) else bar)


def test_the_carbon_of_a_month_is_the_same_on_the_page_and_everywhere_else(
    looking: Viewer,
    written: Written,
    api: httpx.Client,
    database: Database,
    grafana: psycopg.Connection[dict[str, Any]],
) -> None:
    drawn = drawn_month(looking.look("/d/quotas?institution=jgj"), "carbon_by_month", "2026-10")
    value, shown = cell(written(*MONTH), "能耗与用水指标", "碳排放", 1)
    (in_grafana,) = (
        row["value"]
        for row in asked_by_grafana(grafana, "quotas", "carbon_by_month")
        if row["label"].isoformat() == "2026-10-01"
    )
    everywhere = [
        value,
        in_grafana,
        in_view(database, "carbon", "month", "2026-10-01"),
        float(asked(api, "carbon", "month", "2026-10-01")["value"]),
    ]
    # a workbook holds sixteen digits
    assert everywhere == [pytest.approx(24_061.8, rel=1e-14)] * 4
    assert {drawn, *(round(each, 2) for each in everywhere)} == {24_061.8}
    assert {shown, *map(as_in_mails, [drawn, *everywhere])} == {"24,062"}
    assert f"碳排放{shown}" in printed(written(*MONTH, "--format", "pdf"))


def test_water_per_person_of_a_month_is_the_same_on_the_page_and_everywhere_else(
    looking: Viewer,
    written: Written,
    api: httpx.Client,
    database: Database,
    grafana: psycopg.Connection[dict[str, Any]],
    tmp_path: Path,
) -> None:
    page = looking.look("/d/institution?institution=jgj")
    line = (
        page.locator("[data-panel=month_figures] tr").filter(has_text="2026-10").filter(has_text="人均用水")
    )
    expect(line).to_have_count(1)
    drawn = [cell.strip() for cell in line.locator("td").all_inner_texts()]
    mail, sheets = mailed(tmp_path / "mail.xlsx")
    value, shown = cell(written(*MONTH), "能耗与用水指标", "人均用水", 1)
    (in_grafana,) = (
        row["value"]
        for row in asked_by_grafana(grafana, "institution", "month_figures")
        if (row["month"], row["indicator"]) == ("2026-10", "water_per_person")
    )
    everywhere = [
        value,
        cell(sheets, "人均与单位面积", "人均用水", 2)[0],
        in_grafana,
        in_view(database, "water_per_person", "month", "2026-10-01"),
        float(asked(api, "water_per_person", "month", "2026-10-01")["value"]),
    ]
    # 14 days of 67 m3 for 600 people
    assert everywhere == [pytest.approx(14 * 67 / 600, rel=1e-14)] * 5
    assert {shown, *map(as_in_mails, everywhere)} == {"1.56"}
    assert drawn[:5] == ["2026-10", "机关事务管理局", "人均用水", "1.56", "m³/人"]
    assert "人均用水 1.56 m³/人" in mail
    assert "人均用水1.56" in printed(written(*MONTH, "--format", "pdf"))


def test_a_years_figure_is_the_same_on_the_page_and_everywhere_else(
    looking: Viewer,
    written: Written,
    api: httpx.Client,
    database: Database,
    grafana: psycopg.Connection[dict[str, Any]],
    tmp_path: Path,
) -> None:
    page = looking.open("/zh").locator("[data-panel=water_per_person]").inner_text()
    mail, sheets = mailed(tmp_path / "mail.xlsx")
    rest = asked(api, "water_per_person", "year", "2026-01-01")
    (panel,) = asked_by_grafana(grafana, "overview", "water_per_person")
    value, shown = cell(written(*YEAR), "定额执行情况（年度、供暖季）", "人均用水", 2)
    everywhere = [
        value,
        cell(sheets, "定额进度", "人均用水", 9)[0],
        panel["value"],
        in_view(database, "water_per_person", "year", "2026-01-01"),
        float(rest["value"]),
    ]
    # 35 days of 67 m3 for 600 people
    assert everywhere == [pytest.approx(35 * 67 / 600, rel=1e-14)] * 5
    assert {shown, *map(as_in_mails, everywhere)} == {"3.91"}
    assert "3.91 m³/(人·年)" in page
    assert "3.91" in printed(written(*YEAR, "--format", "pdf"))
    # the mail's text says what the year will come to, and what is used of its quota
    projected = {as_in_mails(float(each["projected"])) for each in (panel, rest)}
    assert projected == {"40.8"}
    assert "全期预计 40.8 m³/(人·年)" in mail
    assert "已用定额的 15.6 %" in mail
    assert "40.8" in page
    assert "15.6 %" in page
