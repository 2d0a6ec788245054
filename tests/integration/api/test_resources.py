"""Every resource: its declared columns, pages that hold each row once, answers known by their tags."""

from collections.abc import Iterator

import httpx
import psycopg
import pytest
from psycopg.rows import dict_row

from storage.database import query
from tests.integration.api.conftest import Served
from tests.integration.api.wanted import wanted
from tests.storage_samples.api import SAMPLES
from web.api.catalogue import RESOURCES
from web.api.columns import Kind
from web.api.resource import Resource

_TYPES = {
    Kind.TEXT: {"text", "varchar"},
    Kind.MONTH: {"text"},
    Kind.TEXTS: {"text[]"},
    Kind.NUMBER: {"float8", "float4"},
    Kind.MONEY: {"numeric"},
    Kind.INTEGER: {"int2", "int4", "int8"},
    Kind.FLAG: {"bool"},
    Kind.INSTANT: {"timestamptz"},
    Kind.DAY: {"date"},
    Kind.DOCUMENT: {"jsonb"},
}


@pytest.mark.parametrize("path", RESOURCES)
def test_every_resource_answers_with_its_columns(client: httpx.Client, path: str) -> None:
    answer = client.get(f"/{path}", params=wanted(path))
    assert answer.status_code == 200, answer.text
    items = answer.json()["items"]
    assert items
    assert all(list(item) == [column.name for column in RESOURCES[path].columns] for item in items)


def test_columns_are_of_the_types_that_are_declared(standing: Served) -> None:
    with standing.database.connect() as connection, connection.cursor(row_factory=dict_row) as cursor:
        for resource in RESOURCES.values():
            cursor.execute(query(resource.query), SAMPLES[resource.query].parameters)
            types = {each.name: _type(connection, each) for each in cursor.description or ()}
            for column in resource.columns:
                found = types[column.name]
                if column.name in resource.packed:
                    assert found.endswith("[]"), (resource.path, column.name)
                    # several texts of a row are one there
                    found = "text[]" if column.kind is Kind.TEXTS else found.removesuffix("[]")
                assert found in _TYPES[column.kind], (resource.path, column.name)


def _type(connection: psycopg.Connection, column: psycopg.Column) -> str:
    found = connection.adapters.types.get(column.type_code)
    assert found is not None, column
    return f"{found.name}[]" if found.array_oid == column.type_code else found.name


def walk(client: httpx.Client, path: str, limit: int, **more: str) -> Iterator[list[dict[str, object]]]:
    """Yield the pages of a resource."""
    after: dict[str, str] = {}
    while True:
        answer = client.get(f"/{path}", params={**wanted(path), "limit": str(limit), **more, **after})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        yield page["items"]
        if page["next"] is None:
            assert "link" not in answer.headers
            return
        assert len(page["items"]) == limit
        after = {"after": page["next"]}


@pytest.mark.parametrize("path", RESOURCES)
def test_pages_together_are_the_whole(client: httpx.Client, path: str) -> None:
    whole = client.get(f"/{path}", params=wanted(path) | {"limit": "10000"}).json()["items"]
    # as many pages as a few requests show, or each row on its own
    limit = max(1, len(whole) // 7)
    assert [row for page in walk(client, path, limit) for row in page] == whole
    keys = [_key(RESOURCES[path], row) for row in whole]
    assert len(set(keys)) == len(keys)


def _key(resource: Resource, row: dict[str, object]) -> tuple[object, ...]:
    return tuple(row[name] for name in resource.key)


def test_rows_that_come_meanwhile_lose_and_double_none(served: Served) -> None:
    with served.client(served.token()) as client, served.database.connect() as connection:
        before = {row["received_at"] for row in _readings(client)}
        seen: list[object] = []
        for number, page in enumerate(walk(client, "readings", 100)):
            seen += [row["at"] for row in page]
            connection.execute(
                "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
                " VALUES (1, 1, '2026-01-01 00:07Z'::timestamptz + %s * interval '1 second', 1, now()),"
                " (1, 1, '2026-01-21 00:07Z'::timestamptz + %s * interval '1 second', 1, now())",
                [number, number],
            )
            connection.commit()
    assert before
    assert len(set(seen)) == len(seen)
    assert len([at for at in seen if str(at).endswith(":00:00Z")]) == 504


def _readings(client: httpx.Client) -> list[dict[str, object]]:
    items: list[dict[str, object]] = client.get("/readings", params=wanted("readings")).json()["items"]
    return items


def test_the_link_of_a_page_leads_to_the_next_one_in_any_format(client: httpx.Client) -> None:
    answer = client.get("/meters", params={"limit": "1", "medium": "water"}, headers={"accept": "text/csv"})
    target = answer.headers["link"].partition("<")[2].partition(">")[0]
    rest = client.get(target.removeprefix("/api/v1"))
    assert [each["meter"] for each in rest.json()["items"]] == ["w2"]


def test_what_did_not_change_is_not_sent_again(served: Served) -> None:
    with served.client(served.token()) as client:
        first = client.get("/consumption/daily", params=wanted("consumption/daily"))
        again = client.get(
            "/consumption/daily",
            params=wanted("consumption/daily"),
            headers={"if-none-match": first.headers["etag"]},
        )
        assert (again.status_code, again.content) == (304, b"")
        with served.database.connect() as connection:
            connection.execute("UPDATE consumption_daily SET amount = 7, revision = 2 WHERE meter_id = 1")
        changed = client.get(
            "/consumption/daily",
            params=wanted("consumption/daily"),
            headers={"if-none-match": first.headers["etag"]},
        )
        assert changed.status_code == 200
        assert changed.headers["etag"] != first.headers["etag"]


def test_head_says_what_get_would(client: httpx.Client) -> None:
    get, head = client.get("/trips"), client.head("/trips")
    assert head.content == b""
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


def test_a_span_is_half_open_and_gives_whole_trips(client: httpx.Client) -> None:
    def trips(begin: str, end: str) -> int:
        return len(client.get("/trips", params={"from": begin, "to": end}).json()["items"])

    assert trips("2026-01-05T00:59:59Z", "2026-01-05T09:00:00Z") == 1
    assert trips("2026-01-05T01:00:00Z", "2026-01-05T09:00:00Z") == 0
    assert trips("2026-01-04T09:00:00Z", "2026-01-05T00:00:00Z") == 0
    assert trips("2026-01-05T08:30:00+08:00", "2026-01-05T08:31:00+08:00") == 1
    # a + that nobody wrote as %2B
    address = "/trips?from=2026-01-05T08:30:00+08:00&to=2026-01-05T08:31:00+08:00"
    assert len(client.get(address).json()["items"]) == 1
