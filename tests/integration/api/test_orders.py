"""Dispatch orders over HTTP: the same rules as at the console, said as problems."""

from collections.abc import Generator
from typing import Any

import httpx
import pytest

from models.identity import Right
from tests.integration.api.conftest import Served
from web.api.orders import STEPS

NEW = {
    "institution": "bureau",
    "purpose": "调研",
    "destination": "青铜峡",
    "planned_from": "2026-01-23T08:30:00+08:00",
    "planned_to": "2026-01-23T17:30:00+08:00",
}


@pytest.fixture
def desk(served: Served) -> Generator[httpx.Client]:
    """Somebody who may dispatch for every institution."""
    with served.client(served.token(Right.READ, Right.DISPATCH)) as client:
        yield client


def entered(client: httpx.Client, **more: Any) -> int:
    answer = client.post("/orders", json={**NEW, **more})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == f"/api/v1/orders/{answer.json()['order_id']}"
    return answer.json()["order_id"]


def problem(answer: httpx.Response) -> tuple[int, list[str]]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, [each["name"] for each in answer.json().get("errors", [])]


def test_from_application_to_the_check_after_returning(desk: httpx.Client) -> None:
    order = entered(desk)
    states = []
    for step, body in (
        ("approve", {}),
        ("dispatch", {"plate": "宁A00001", "driver": "d01"}),
        ("leave", {}),
        ("return", {}),
        ("check", {"note": "车况良好"}),
    ):
        first, again = (desk.post(f"/orders/{order}/{step}", json=body) for _ in range(2))
        assert (first.status_code, again.status_code) == (200, 200), first.text
        assert first.json() == again.json(), "the same once more changes nothing"
        states.append(first.json()["state"])
    assert states == ["approved", "dispatched", "under_way", "returned", "checked"]
    file = desk.get(f"/orders/{order}").json()
    assert [change["state"] for change in file["changes"]] == ["applied", *states]
    assert (file["number"], file["plate"], file["steps"]) == ("20260122-001", "宁A00001", [])


def test_the_same_entry_twice_is_one_order(desk: httpx.Client) -> None:
    key = {"Idempotency-Key": "form-7"}
    first, again = (desk.post("/orders", json=NEW, headers=key) for _ in range(2))
    assert first.json() == again.json()
    assert problem(desk.post("/orders", json={**NEW, "purpose": "开会"}, headers=key)) == (422, ["key"])
    assert entered(desk, number="2026-9") == entered(desk, number="2026-9")
    assert problem(desk.post("/orders", json={**NEW, "number": "2026-9", "purpose": "开会"})) == (
        422,
        ["number"],
    )


def test_refusals_are_problems_with_what_to_do(desk: httpx.Client) -> None:
    order = entered(desk)
    early = desk.post(f"/orders/{order}/dispatch", json={"plate": "宁A00001", "driver": "d01"})
    assert problem(early) == (409, [])
    assert "it must be approved before it can be dispatched" in early.json()["detail"]
    assert problem(desk.post(f"/orders/{order}/refuse", json={})) == (422, ["note"])
    desk.post(f"/orders/{order}/approve", json={})
    assert problem(desk.post(f"/orders/{order}/dispatch", json={})) == (422, ["plate"])
    assert problem(desk.post(f"/orders/{order}/dispatch", json={"plate": "京X"})) == (422, ["plate"])
    unknown = desk.post(f"/orders/{order}/dispatch", json={"plate": "宁A00001", "driver": "某人"})
    assert problem(unknown) == (422, ["driver"])
    assert "register the driver" in unknown.json()["errors"][0]["remedy"]
    assert problem(desk.post(f"/orders/{order}/approve", json={"notes": ""})) == (422, ["notes"])
    assert problem(desk.get("/orders/999999")) == (404, [])
    assert problem(desk.get("/orders/99999999999")) == (422, ["order"])


def test_what_is_wrong_with_an_entry_is_named_at_once(desk: httpx.Client) -> None:
    wrong = {**NEW, "institution": "nowhere", "purpose": " ", "planned_to": NEW["planned_from"]}
    assert problem(desk.post("/orders", json=wrong)) == (422, ["institution", "planned_to", "purpose"])
    naive = {**NEW, "planned_from": "2026-01-23T08:30:00"}
    assert problem(desk.post("/orders", json=naive)) == (422, ["planned_from"])


def test_rights_and_institutions_hold(served: Served, desk: httpx.Client) -> None:
    order = entered(desk)
    with served.client(served.token(Right.READ)) as reader:
        assert entered(reader)
        for step in STEPS.keys() - {"cancel"}:
            assert problem(reader.post(f"/orders/{order}/{step}", json={"note": "x"})) == (403, [])
    with served.database.connect() as connection:
        connection.execute("INSERT INTO institution (code, name, type) VALUES ('c', '邻局', 'government')")
    token = served.token(Right.READ, Right.DISPATCH, institution="c")
    with served.client(token) as beside:
        assert beside.get("/orders").json() == {"items": [], "next": None}
        assert beside.get("/orders", params={"institution": "bureau"}).json()["items"] == []
        assert problem(beside.get(f"/orders/{order}")) == (404, [])
        for step in STEPS:
            assert problem(beside.post(f"/orders/{order}/{step}", json={"note": "x"})) == (404, [])
        assert problem(beside.post("/orders", json=NEW)) == (422, ["institution"])
    assert httpx.get(f"{served.url}/orders").status_code == 401


def test_what_was_entered_is_listed_in_the_same_words(desk: httpx.Client) -> None:
    wanted = {entered(desk) for _ in range(5)}
    day = {"state": "applied", "from": "2026-01-22T16:00:00Z", "to": "2026-01-23T16:00:00Z"}
    seen: dict[int, dict[str, object]] = {}
    after: dict[str, str] | None = {}
    while after is not None:
        page = desk.get("/orders", params={"limit": "2", **day, **after}).json()
        seen |= {item["order_id"]: item for item in page["items"]}
        after = None if page["next"] is None else {"after": page["next"]}
    assert seen.keys() == wanted
    for order, listed in seen.items():
        file = desk.get(f"/orders/{order}").json()
        assert {name: file[name] for name in listed.keys() & file.keys()} == {
            name: value for name, value in listed.items() if name in file
        }
        assert listed.keys() - file.keys() == {"approved_by", "changed_at", "changed_by", "note"}
    assert desk.get("/orders", params={**day, "to": "2026-01-22T16:00:01Z"}).json()["items"] == []
    assert problem(desk.get("/orders", params={"states": "applied"})) == (422, ["states"])
