"""Daily checks and duty over HTTP: what the console's forms enter, with the same rules and the same trail."""

from collections.abc import Generator
from typing import Any

import httpx
import pytest

from models.identity import Right
from storage.audit import entries
from tests.integration.api.conftest import Served

PLATE = "宁A00001"
CHECK = {"plate": PLATE, "day": "2026-01-21", "kind": "after", "driver": "马师傅"}
DUTY = {
    "plate": PLATE,
    "starts_at": "2026-01-23T08:00:00+08:00",
    "ends_at": "2026-01-24T08:00:00+08:00",
    "reason": "国庆值班",
}


@pytest.fixture
def desk(served: Served) -> Generator[httpx.Client]:
    """Somebody who may dispatch for every institution."""
    with served.client(served.token(Right.READ, Right.DISPATCH)) as client:
        yield client


def flaws(answer: httpx.Response) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert all(each["remedy"] for each in answer.json()["errors"])
    return [(each["name"], each["detail"]) for each in answer.json()["errors"]]


def trail(served: Served) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Return what the audit log says of the vehicle, the oldest first."""
    with served.database.connect() as connection:
        found = entries(connection, f"vehicle {PLATE}")
    return [(one.author, one.action, one.became) for one in reversed(found)]


def listed(client: httpx.Client, path: str, **which: str) -> list[dict[str, object]]:
    return client.get(f"/{path}", params={"vehicle": PLATE, **which}).json()["items"]


def test_a_check_is_written_down_once_and_a_later_one_takes_its_place(
    served: Served, desk: httpx.Client
) -> None:
    before = trail(served)
    first, again = (desk.post("/daily-checks", json=CHECK) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200), first.text
    assert first.json() == again.json()
    assert first.json()["passed"]
    assert first.json()["author"] == "token:test"
    found = desk.post("/daily-checks", json={**CHECK, "defects": "左前胎\n漏气"})
    assert (found.status_code, found.json()["passed"], found.json()["defects"]) == (201, False, "左前胎 漏气")
    span = {"kind": "after", "from": "2026-01-21", "to": "2026-01-22"}
    assert listed(desk, "daily-checks", **span) == [found.json()]
    said = {"day": "2026-01-21", "kind": "after"}
    assert trail(served)[len(before) :] == [
        ("token:test", "check", said | {"defects": ""}),
        ("token:test", "check", said | {"defects": "左前胎 漏气"}),
    ]


def test_duty_is_registered_once_and_stays_as_it_was(served: Served, desk: httpx.Client) -> None:
    before = trail(served)
    first, again = (desk.post("/duties", json=DUTY) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200), first.text
    other = desk.post("/duties", json={**DUTY, "reason": "另一个事由"})
    assert first.json() == again.json() == other.json()
    assert first.json()["starts_at"] == "2026-01-23T00:00:00Z"
    assert (first.json()["reason"], first.json()["registered_by"]) == ("国庆值班", "token:test")
    assert first.json() in listed(desk, "duties")
    assert [entry[:2] for entry in trail(served)[len(before) :]] == [("token:test", "duty")]


def test_all_that_is_wrong_is_named_with_what_to_write(desk: httpx.Client) -> None:
    wrong = {**CHECK, "plate": "京X", "day": "2026-01-23", "driver": " "}
    assert flaws(desk.post("/daily-checks", json=wrong)) == [
        ("plate", "unknown"),
        ("day", "ahead"),
        ("driver", "empty"),
    ]
    assert flaws(desk.post("/daily-checks", json={**CHECK, "day": "0001-01-01"})) == [("day", "no time")]
    over = {**DUTY, "starts_at": "2026-01-20T08:00:00Z", "ends_at": "2026-01-21T08:00:00Z", "reason": ""}
    assert flaws(desk.post("/duties", json=over)) == [("ends_at", "over"), ("reason", "empty")]
    for year in ("0001", "9999"):
        span = {name: f"{year}-12-31T{hour}:00:00Z" for name, hour in (("starts_at", 20), ("ends_at", 23))}
        assert ("starts_at", "no time") in flaws(desk.post("/duties", json=DUTY | span))
    for path, said in (
        ("daily-checks", CHECK | {"kind": "later"}),
        ("duties", DUTY | {"ends_at": "2026-01-24"}),
    ):
        assert [name for name, _ in flaws(desk.post(f"/{path}", json=said))] == [
            "kind" if path == "daily-checks" else "ends_at"
        ]
    assert [name for name, _ in flaws(desk.post("/duties", json=DUTY | {"author": "x"}))] == ["author"]


def test_only_who_may_dispatch_enters_within_their_own(served: Served) -> None:
    with served.client(served.token(Right.READ, Right.ALERTS, Right.PLACES)) as reader:
        for path, said in (("daily-checks", CHECK), ("duties", DUTY)):
            assert reader.post(f"/{path}", json=said).status_code == 403
    token = served.token(Right.READ, Right.DISPATCH, institution="bureau")
    with served.client(token) as bureau:
        assert bureau.post("/daily-checks", json=CHECK).status_code == 201
        assert bureau.post("/duties", json=DUTY).status_code == 201
    assert httpx.post(f"{served.url}/duties", json=DUTY).status_code == 401
