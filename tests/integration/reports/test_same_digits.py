"""The same indicator for the same institution and month, wherever somebody reads it."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psycopg
import pytest
from click.testing import CliRunner
from fastapi import FastAPI

from alerts.formats import Formats
from guanjia.__main__ import guanjia
from guanjia.translations import translations
from models.identity import Right
from models.registry import Language
from storage.alert_desk import AlertDesk
from storage.database import connect
from storage.reader import Reader
from storage.tokens import NewToken, TokenDesk, create
from tests.integration.api.conftest import Time
from tests.integration.database import Database
from tests.integration.reports.conftest import NOVEMBER, Written, book
from tests.integration.web.conftest import url_of
from web.api.application import Supplies, add_api
from web.api.gate import Clocks
from web.console.server import Server
from web.console.site import Site

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def view(database: Database, period: str, start: str) -> float:
    with database.connect() as connection:
        row = connection.execute(
            "SELECT value FROM analytics.indicator WHERE institution = 'jgj'"
            " AND indicator = 'water_per_person' AND period = %s AND period_start = %s",
            [period, start],
        ).fetchone()
    assert row is not None
    return float(row[0])


@pytest.fixture
def reader_url(database: Database, tmp_path: Path) -> str:
    return url_of("guanjia_console", database, tmp_path / "logins")


@pytest.fixture
def api(database: Database, reader_url: str) -> Generator[httpx.Client]:
    """The API over the compound."""

    def connection() -> psycopg.Connection:
        return connect(reader_url, application="test-api")

    clock = Time(NOW)
    with Reader(reader_url, application="test-api") as reader:
        app = FastAPI(openapi_url=None)
        supplies = Supplies(
            reader, TokenDesk(reader, connection), AlertDesk(connection), Clocks(clock.wall, clock.steady)
        )
        add_api(app, supplies)
        new = NewToken("test", None, frozenset({Right.READ}), "pytest", NOW.replace(year=2027))
        with database.connect() as owner:
            token = create(owner, new, NOW)
        with (
            Server(app, Site("127.0.0.1"), "127.0.0.1", 0) as server,
            httpx.Client(
                base_url=f"{server.url}api/v1", headers={"authorization": f"Bearer {token}"}, timeout=30
            ) as client,
        ):
            yield client


def asked(api: httpx.Client, period: str, start: str) -> float:
    answer = api.get(
        "/indicators", params={"institution": "jgj", "indicator": "water_per_person", "period": period}
    )
    assert answer.status_code == 200, answer.text
    [row] = [row for row in answer.json()["items"] if row["period_start"] == start]
    return float(row["value"])


def as_in_mails(value: float) -> str:
    return Formats("zh_CN", translations()[Language.ZH_CN]).amount(value)


def mailed(tmp_path: Path) -> float:
    """Return the figure of the month in the sheet of the mail."""
    file = tmp_path / "mail.xlsx"
    words = ["alerts", "report", "monthly", "jgj", "--month", "2026-10", "--out", str(file)]
    done = CliRunner().invoke(guanjia, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    rows = book(file.read_bytes())["人均与单位面积"].iter_rows(min_row=2, values_only=True)
    [value] = [row[2] for row in rows if row[1] == "人均用水"]
    assert isinstance(value, float)
    return value


def reported(content: bytes, sheet: str, column: int) -> tuple[float, str]:
    """Return the value of a report's cell, and how Excel shows it."""
    rows = book(content)[sheet].iter_rows(min_row=2)
    [cell] = [row[column] for row in rows if row[0].value == "人均用水"]
    assert isinstance(cell.value, float)
    decimals = len(cell.number_format.partition(".")[2])
    return cell.value, f"{cell.value:,.{decimals}f}"


def test_a_months_figure_is_the_same_in_workbook_mail_api_and_view(
    written: Written, api: httpx.Client, database: Database, tmp_path: Path
) -> None:
    value, shown = reported(written("jgj", "--year", "2026", "--month", "10"), "能耗与用水指标", 1)
    everywhere = [
        value,
        mailed(tmp_path),
        view(database, "month", "2026-10-01"),
        asked(api, "month", "2026-10-01"),
    ]
    # a workbook holds sixteen digits
    assert everywhere == [pytest.approx(14 * 67 / 600, rel=1e-14)] * 4
    # 14 days of 67 m3 for 600 people, as mails write it
    assert {shown, *map(as_in_mails, everywhere)} == {"1.56"}


def test_a_years_figure_is_the_same_in_workbook_api_view_and_grafana(
    written: Written, api: httpx.Client, database: Database, reader_url: str
) -> None:
    value, shown = reported(written(*NOVEMBER), "定额执行情况（年度、供暖季）", 2)
    with Reader(reader_url, application="test") as reader:
        parameters = {"institution": "jgj", "place": None, "language": "zh_CN", "now": NOW, "since": NOW}
        [panel] = reader.rows("panels/water_per_person", parameters)
    everywhere = [
        value,
        panel["value"],
        view(database, "year", "2026-01-01"),
        asked(api, "year", "2026-01-01"),
    ]
    assert everywhere == [pytest.approx(35 * 67 / 600, rel=1e-14)] * 4
    assert {shown, *map(as_in_mails, everywhere)} == {"3.91"}
