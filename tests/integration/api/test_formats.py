"""JSON, CSV, Parquet and Arrow: the same rows with the same digits, chosen by Accept."""

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.integration.api.conftest import SPAN, Served
from tests.integration.api.wanted import wanted
from web.api.catalogue import RESOURCES
from web.api.columns import Kind

PARQUET, ARROW = "application/vnd.apache.parquet", "application/vnd.apache.arrow.stream"


def read_parquet(content: bytes) -> Any:
    return pq.read_table(io.BytesIO(content))


def read_arrow(content: bytes) -> Any:
    return pa.ipc.open_stream(content).read_all()


def as_json(value: object, kind: Kind) -> object:
    """Return a value of a table as JSON has it."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case str() if kind is Kind.DOCUMENT:
            return json.loads(value)
        case _ if kind is Kind.MONEY and value is not None:
            return float(str(value))
        case _:
            return value


@pytest.mark.parametrize(("accept", "read"), [(PARQUET, read_parquet), (ARROW, read_arrow)])
def test_tables_hold_the_rows_of_json(
    client: httpx.Client, accept: str, read: Callable[[bytes], Any]
) -> None:
    for path, resource in RESOURCES.items():
        items = client.get(f"/{path}", params=wanted(path)).json()["items"]
        answer = client.get(f"/{path}", params=wanted(path), headers={"accept": accept})
        assert answer.headers["content-type"] == accept
        kinds = {column.name: column.kind for column in resource.columns}
        rows = [
            {name: as_json(value, kinds[name]) for name, value in row.items()}
            for row in read(answer.content).to_pylist()
        ]
        assert rows == items, path


def test_csv_holds_the_digits_of_json(client: httpx.Client) -> None:
    for path, resource in RESOURCES.items():
        page = client.get(f"/{path}", params=wanted(path)).json()
        answer = client.get(f"/{path}", params=wanted(path), headers={"accept": "text/csv"})
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        table = pd.read_csv(io.BytesIO(answer.content), dtype=str, keep_default_na=False)
        assert list(table.columns) == [column.name for column in resource.columns]
        assert len(table) == len(page["items"])
        for column in resource.columns:
            if column.kind in {Kind.NUMBER, Kind.INTEGER, Kind.INSTANT, Kind.DAY}:
                written = [str(each[column.name]) for each in page["items"]]
                values = [value or "None" for value in table[column.name]]
                assert [_same(value) for value in values] == [_same(value) for value in written], path


def _same(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def test_units_stand_in_the_fields(client: httpx.Client) -> None:
    trips = read_parquet(client.get("/trips", headers={"accept": PARQUET}).content).schema
    assert trips.field("distance_m").metadata == {b"unit": b"m"}
    hours = {"meter": "w1", **SPAN}
    water = read_arrow(client.get("/consumption/hourly", params=hours, headers={"accept": ARROW}).content)
    assert water.schema.field("amount").metadata == {b"unit": b"m3"}


def test_a_unit_that_differs_by_row_is_said_by_row_alone(client: httpx.Client) -> None:
    hours = {"institution": "bureau", **SPAN}
    found = client.get("/consumption/hourly", params=hours | {"limit": "10000"}, headers={"accept": ARROW})
    table = read_arrow(found.content)
    assert set(table.column("unit").to_pylist()) == {"m3", "kWh"}
    assert table.schema.field("amount").metadata is None


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("*/*", "application/json"),
        ("", "application/json"),
        ("text/csv;q=0.5, application/json;q=0.4", "text/csv; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/json;q=0, */*", "text/csv; charset=utf-8"),
        ("text/html, application/json", "application/json"),
    ],
)
def test_accept_chooses(client: httpx.Client, accept: str, given: str) -> None:
    assert client.get("/meters", headers={"accept": accept}).headers["content-type"] == given


def test_an_unknown_format_names_those_there_are(client: httpx.Client) -> None:
    answer = client.get("/meters", headers={"accept": "application/pdf"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert PARQUET in answer.json()["detail"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_text_of_a_csv_is_a_formula(served: Served, text: str) -> None:
    with served.database.connect() as connection:
        connection.execute("UPDATE institution SET name = %s, name_en = %s", [text, text])
        connection.execute("UPDATE dispatch_order SET number = %s WHERE id = 1", [text])
    with served.client(served.token()) as client:
        for path in ("institutions", "outings", "meters", "allowances"):
            content = client.get(f"/{path}", headers={"accept": "text/csv"}).content
            table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False)
            texts = [str(value) for name in table.columns for value in table[name]]
            assert f"'{text}" in texts, path
            assert text not in texts, path
        assert {each["institution_name"] for each in client.get("/institutions").json()["items"]} == {text}
