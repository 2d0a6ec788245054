"""What is wrong is named with its remedy, whatever stands in a parameter, and nothing is run."""

from collections.abc import Mapping

import httpx
import psycopg
import pytest
from psycopg import sql

from tests.integration.api.conftest import SPAN, Served
from tests.integration.api.wanted import wanted
from web.api.catalogue import RESOURCES
from web.api.resource import MOST_ROWS

PROBLEM = "application/problem+json"


def refused(client: httpx.Client, path: str, parameters: Mapping[str, str]) -> dict[str, str]:
    """Return the parameters that are wrong, each with its remedy."""
    answer = client.get(f"/{path}", params=parameters)
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM), answer.text
    return {each["name"]: each["remedy"] for each in answer.json()["errors"]}


def test_everything_that_is_wrong_is_said_at_once(client: httpx.Client) -> None:
    asked = {"from": "2026-11-01", "to": "soon", "medium": "wine", "limit": "0", "meters": "w1"}
    assert refused(client, "consumption/hourly", asked) == {
        "from": "write an instant with its offset, as in 2026-11-01T00:00:00+08:00 (+ in an address: %2B)",
        "to": "write an instant with its offset, as in 2026-11-01T00:00:00+08:00 (+ in an address: %2B)",
        "medium": "write one of water, reclaimed_water, electricity, gas, heat",
        "limit": f"write a whole number from 1 to {MOST_ROWS}",
        "meters": "is it meter?",
        "meter": "give meter or institution",
    }


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("trips", "from", "2026-13-01T00:00:00Z"),
        ("trips", "from", "2026-01-01T00:00:00"),
        ("trips", "from", "9999-12-31T23:59:59-12:00"),
        ("trips", "from", "２０２６-01-01T00:00:00Z"),
        ("vehicle-days", "from", "2026-02-30"),
        ("vehicle-days", "from", "0000-01-01"),
        ("allowances", "from", "2026-01-01"),
        ("allowances", "from", "2026-00"),
        ("alerts", "alert", "1.5"),
        ("alerts", "alert", "9" * 19),
        ("meters", "site", "x" * 201),
        ("meters", "site", "a\x00b"),
        ("meters", "limit", "10001"),
        ("meters", "limit", "1e3"),
        ("meters", "limit", ""),
        ("meters", "after", "!"),
        ("meters", "after", "é"),
        ("meters", "after", "bnVsbA"),
        ("meters", "after", "e30"),
        ("meters", "after", "W10"),
    ],
)
def test_a_wrong_value_is_named(client: httpx.Client, path: str, name: str, value: str) -> None:
    assert list(refused(client, path, {name: value})) == [name]


def test_a_key_is_of_its_own_resource(client: httpx.Client) -> None:
    key = client.get("/meters", params={"limit": "1"}).json()["next"]
    assert list(refused(client, "devices", {"after": key})) == ["after"]


def test_a_span_that_ends_before_it_begins_is_refused(client: httpx.Client) -> None:
    backwards = {"from": SPAN["to"], "to": SPAN["from"]}
    assert list(refused(client, "trips", backwards)) == ["to"]


def test_a_parameter_that_is_there_twice_is_refused(client: httpx.Client) -> None:
    answer = client.get("/meters?site=yard&site=other")
    assert answer.json()["errors"][0]["name"] == "site"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "nothing", 404), ("GET", "", 404), ("DELETE", "meters", 405)],
)
def test_what_is_not_there_is_a_problem_too(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    answer = client.request(method, f"/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert answer.json()["status"] == status


_STATEMENTS = (
    "' OR '1'='1",
    "'; DROP TABLE meter; --",
    "w1' UNION SELECT name, email FROM contact --",
    "1) OR pg_sleep(10) IS NULL --",
    "%(rows)s %s %%",
    "\\'; SELECT 1",
    "{0}{meter}",
)


def test_sql_in_any_parameter_is_a_value_and_no_statement(client: httpx.Client, standing: Served) -> None:
    before = contents(standing)
    for path, resource in RESOURCES.items():
        for name in (*(each.name for each in resource.parameters), "limit", "after", "x' OR 1=1"):
            for statement in _STATEMENTS:
                answer = client.get(f"/{path}", params=wanted(path) | {name: statement})
                assert answer.status_code in {200, 422}, (path, name, statement, answer.text)
                assert answer.status_code == 422 or answer.json()["items"] == [], (path, name, statement)
    assert contents(standing) == before


def contents(standing: Served) -> dict[str, int]:
    """Return how many rows every table has."""
    with standing.database.connect() as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return {name: _count(connection, name) for (name,) in tables if name != "api_token"}


def _count(connection: psycopg.Connection, table: str) -> int:
    statement = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
    (count,) = connection.execute(statement).fetchone() or (0,)
    return int(count)


def test_a_database_that_is_away_is_a_problem_with_a_time_to_come_again(served: Served) -> None:
    with served.client(served.token()) as client:
        assert client.get("/meters").status_code == 200
        with served.database.connect() as connection:
            connection.execute("DROP VIEW analytics.set_aside")
        answer = client.get("/set-aside")
        assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM)
        assert "retry-after" in answer.headers
        assert "set_aside" not in answer.text
