"""The balance of a site over HTTP: the digits of `guanjia balance` and of the console's panel."""

import csv
import io
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from guanjia.__main__ import guanjia
from storage.reader import Reader
from tests.integration.api.conftest import Served, Time, serving
from tests.integration.balance.office import furnish
from tests.integration.prepared import Prepared
from web.api.balance import BALANCE

MARCH = {"site": "office", "medium": "water", "from": "2026-03-01", "to": "2026-04-01"}
COMMAND = ("balance", "office", "--month", "2026-03", "--medium", "water", "--lang", "en")
PATHS = [resource.path for resource in BALANCE]


@pytest.fixture(scope="module")
def office(prepared: Prepared, logins: Path) -> Generator[Served]:
    """The furnished compound, in the middle of April."""
    with serving(prepared, logins, furnish, Time(datetime(2026, 4, 15, tzinfo=UTC))) as served:
        yield served


@pytest.fixture
def reader(office: Served) -> Generator[httpx.Client]:
    with office.client(office.token(lasting=timedelta(days=365))) as client:
        yield client


def rows(client: httpx.Client, path: str, **more: str) -> list[dict[str, Any]]:
    answer = client.get(f"/{path}", params=MARCH | more)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def command(office: Served, monkeypatch: pytest.MonkeyPatch, *more: str) -> str:
    monkeypatch.setenv("GUANJIA_DATABASE_URL", office.database.url)
    result = CliRunner().invoke(guanjia, [*COMMAND, *more])
    assert result.exit_code == 0, result.output
    return result.output


def printed(row: dict[str, Any], fittings: list[dict[str, Any]]) -> list[str]:
    """Return a level as the command prints it, cell by cell."""

    def percent(value: float | None) -> str:
        return "—" if value is None else f"{value:.1%}".replace("%", " %")

    own = [each for each in fittings if each["level"] == row["level"]]
    return [
        str(row["level"]),
        str(row["meters"]),
        str(row["silent"]),
        f"{row['amount']:,.2f}",
        percent(row["coverage"]),
        percent(row["metered_volume_rate"]),
        *[f"{each['institution']} {each['fitted']} / {each['required'] or '—'}" for each in own],
        *[percent(each["fitting_rate"]) for each in own],
    ]


def test_levels_have_the_digits_of_the_command(
    office: Served, reader: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [line.replace("│", " ").split() for line in command(office, monkeypatch).splitlines()]
    levels, fittings = rows(reader, "balance/levels"), rows(reader, "balance/fittings")
    assert len(levels) == 3
    for row in levels:
        assert " ".join(printed(row, fittings)).split() in said, row
    first, second, third = levels
    assert (first["below"], second["below"], third["below"]) == (second["amount"], third["amount"], None)
    assert first["unaccounted"] == first["amount"] - second["amount"]
    assert first["unaccounted_share"] == first["unaccounted"] / first["amount"]
    assert (first["judgement"], second["unaccounted"], second["judgement"]) == ("sure", None, None)
    assert {row["unit"] for row in levels} == {"m3"}


def test_levels_have_the_digits_of_the_panel(office: Served, reader: httpx.Client) -> None:
    ends = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
    shown = {"since": ends - timedelta(days=31) + timedelta(minutes=1), "now": ends, "place": "office"}
    with Reader(office.database.url, application="test") as panels:
        (panel,) = panels.rows("panels/water_levels", shown | {"institution": None, "language": "en"})
    first, second, third = rows(reader, "balance/levels")
    assert panel["first_level"] == pytest.approx(first["amount"], rel=1e-12)
    assert panel["second_level"] == pytest.approx(second["amount"], rel=1e-12)
    assert panel["third_level"] == pytest.approx(third["amount"], rel=1e-12)
    assert panel["unaccounted"] == pytest.approx(first["unaccounted"], rel=1e-9)
    assert panel["unaccounted_share"] == pytest.approx(first["unaccounted_share"], rel=1e-9)


def test_meters_are_the_rows_of_the_command_s_file(
    office: Served, reader: httpx.Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "tree.csv"
    command(office, monkeypatch, "--csv", str(file))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        written = {row["meter"]: row for row in csv.DictReader(lines)}
    answered = {row["meter"]: row for row in rows(reader, "balance/meters")}
    assert list(answered) == sorted(written)
    for code, row in answered.items():
        assert {name: "" if value is None else str(value) for name, value in row.items()} == written[code]


@pytest.mark.parametrize("path", PATHS)
def test_all_formats_have_the_same_digits_and_a_tag(reader: httpx.Client, path: str) -> None:
    found = rows(reader, path)
    (resource,) = [each for each in BALANCE if each.path == path]
    assert all(list(row) == [column.name for column in resource.columns] for row in found)
    answers = {
        kind: reader.get(f"/{path}", params=MARCH, headers={"accept": kind})
        for kind in ("text/csv", "application/vnd.apache.parquet", "application/vnd.apache.arrow.stream")
    }
    parquet = pq.read_table(io.BytesIO(answers["application/vnd.apache.parquet"].content))
    arrow = pa.ipc.open_stream(answers["application/vnd.apache.arrow.stream"].content).read_all()
    assert parquet.equals(arrow)
    numbers = {name for row in found for name, value in row.items() if isinstance(value, int | float)}
    for name in numbers:
        assert parquet[name].to_pylist() == [row[name] for row in found]
    lines = list(csv.DictReader(io.StringIO(answers["text/csv"].text)))
    assert [[float(line[name]) for name in numbers if line[name]] for line in lines] == [
        [row[name] for name in numbers if row[name] is not None] for row in found
    ]
    tag = {"if-none-match": reader.get(f"/{path}", params=MARCH).headers["etag"]}
    assert reader.get(f"/{path}", params=MARCH, headers=tag).status_code == 304
    assert reader.head(f"/{path}", params=MARCH).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_pages_hold_each_row_once(reader: httpx.Client, path: str) -> None:
    whole, walked = rows(reader, path), []
    more: dict[str, str] = {}
    while len(walked) < len(whole):
        page = reader.get(f"/{path}", params={**MARCH, "limit": "1", **more}).json()
        walked += page["items"]
        more = {"after": page["next"]} if page["next"] else {}
    assert not more
    assert walked == whole


def test_days_that_are_not_over_are_in_no_balance(reader: httpx.Client) -> None:
    (first, *_) = rows(reader, "balance/levels", to="2027-01-01")
    assert (first["period_start"], first["period_end"]) == ("2026-03-01", "2026-04-15")
    coming = {"from": "2026-04-15", "to": "2026-05-01"}
    assert rows(reader, "balance/levels", **coming) == []
    assert rows(reader, "balance/levels", **{"from": "0001-01-01", "to": "0001-01-02"}) == []
    assert rows(reader, "balance/levels", **{"from": "0001-01-01"})[0]["period_start"] == "2000-01-01"
    assert rows(reader, "balance/levels", site="nowhere") == []


def test_what_is_missing_is_named(reader: httpx.Client) -> None:
    answer = reader.get("/balance/levels", params={"medium": "oil", "from": "2026-03-01"})
    assert answer.status_code == 422
    assert [each["name"] for each in answer.json()["errors"]] == ["site", "medium", "to"]
