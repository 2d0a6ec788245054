"""OpenAPI, the page made of it, and the pages of docs say the same."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from guanjia.commands.web import english
from guanjia.dispatch.desk import Desk
from models.table import Table
from storage.acknowledging import LinkedAlert
from storage.silences import Silence
from tests.unit.pages import page as doc
from tests.unit.pages import rows, sections, spans
from web.api.application import Supplies, api
from web.api.balance import add_balance
from web.api.catalogue import RESOURCES
from web.api.daily import add_daily
from web.api.gate import Clocks
from web.api.orders import add_orders
from web.api.page import page
from web.api.problems import MEDIA_TYPE


class _Nobody:
    """Whoever is not asked here: a description needs no database."""

    def table(self, name: str, parameters: Mapping[str, object], role: str | None = None) -> Table:
        raise AssertionError(name, parameters, role)

    def find(self, number: int) -> None:
        raise AssertionError(number)

    def used(self, number: int, at: datetime) -> None:
        raise AssertionError(number, at)

    def acknowledge(self, alerts: Sequence[int], at: datetime, author: str, note: str) -> list[LinkedAlert]:
        raise AssertionError(alerts, at, author, note)

    def end_silence(self, silence: int, at: datetime, author: str) -> bool:
        raise AssertionError(silence, at, author)

    def silence(self, silence: Silence, at: datetime) -> int:
        raise AssertionError(silence, at)

    def connect(self) -> psycopg.Connection:
        raise AssertionError


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    nobody = _Nobody()
    clocks = Clocks(lambda: datetime(2026, 1, 1, tzinfo=UTC), lambda: 0.0)
    desk = Desk(nobody.connect, {}, clocks.wall)
    entering = [add(desk, english().text) for add in (add_orders, add_daily)]
    return api(Supplies(nobody, nobody, nobody, clocks), *entering, add_balance(nobody)).openapi()


def operations(description: Mapping[str, Any]) -> Mapping[tuple[str, str], Mapping[str, Any]]:
    return {
        (method, path): operation
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    }


def test_every_address_is_documented_and_no_other(description: dict[str, Any]) -> None:
    written = sections(doc("docs/reference/api.md"))
    found: dict[str, list[str]] = {"Read": [], "Read one": [], "Change": []}
    for method, path in operations(description):
        found["Change" if method == "post" else "Read one" if "{" in path else "Read"].append(path)
    for section, paths in found.items():
        assert [spans(row[0])[0] for row in rows(written[section])[1:]] == paths


def test_parameters_and_columns_are_documented(description: dict[str, Any]) -> None:
    for row in rows(sections(doc("docs/reference/api.md"))["Read"])[1:]:
        operation = description["paths"][spans(row[0])[0]]["get"]
        names = [each["name"] for each in operation["parameters"]]
        assert [*spans(row[3]), "limit", "after"] == names, row[0]
        page_of = operation["responses"]["200"]["content"]["application/json"]["schema"]
        columns = list(page_of["properties"]["items"]["items"]["properties"])
        assert [name for name in re.findall(r"`(\w+)`(?!\))", row[4]) if name in columns] == columns, row[0]


def test_fields_of_bodies_are_documented(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    for row in rows(sections(doc("docs/reference/api.md"))["Change"])[1:]:
        body = description["paths"][spans(row[0])[0]]["post"].get("requestBody")
        schema = (
            schemas[body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]] if body else {}
        )
        assert spans(row[3]) == list(schema.get("properties", {})), row[0]
        assert re.findall(r"\*\*`(\w+)`\*\*", row[3]) == schema.get("required", []), row[0]


def test_every_operation_asks_for_a_token_and_says_its_problems(description: dict[str, Any]) -> None:
    for operation in operations(description).values():
        assert operation["security"] == [{"token": []}]
        for status in ("401", "403", "422", "429", "503"):
            assert list(operation["responses"][status]["content"]) == [MEDIA_TYPE]


def test_the_page_names_every_operation_and_loads_nothing(description: dict[str, Any]) -> None:
    html = page(description)
    for operation in operations(description).values():
        assert f'id="{operation["operationId"]}"' in html
    assert not re.findall(r'(?:src|href)="(?!#|openapi\.json")', html)
    assert "<script" not in html


def test_every_resource_has_a_query_of_its_own() -> None:
    assert len({resource.query for resource in RESOURCES.values()}) == len(RESOURCES)
