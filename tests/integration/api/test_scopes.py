"""A token of one institution asks every route for what is another's: nothing comes."""

from collections.abc import Generator
from typing import Any

import httpx
import pytest

from models.identity import Right
from tests.integration.api.conftest import SPAN, Served
from tests.integration.api.wanted import wanted
from web.api.balance import BALANCE
from web.api.catalogue import RESOURCES

_OPEN = {"quotas", "quota-tiers"}
"""What is about no institution."""
SHOWN = {**RESOURCES, **{resource.path: resource for resource in BALANCE}}

SPAN_OF_DUTY = {"starts_at": "2026-01-23T00:00:00Z", "ends_at": "2026-01-24T00:00:00Z"}
COUNTED = """
SELECT
    (SELECT count(*) FROM daily_check),
    (SELECT count(*) FROM vehicle_duty),
    (SELECT count(*) FROM audit_entry)
"""


@pytest.fixture(scope="module")
def stranger(standing: Served) -> Generator[httpx.Client]:
    """Whoever may everything, within an institution that has nothing."""
    with standing.database.connect() as connection:
        connection.execute(
            "INSERT INTO institution (code, name, type) VALUES ('stranger', '外单位', 'government')"
            " ON CONFLICT DO NOTHING"
        )
    with standing.client(standing.token(*Right, institution="stranger")) as client:
        yield client


def test_no_route_shows_another_s_data(stranger: httpx.Client) -> None:
    paths: dict[str, Any] = stranger.get("/openapi.json").json()["paths"]
    # what an address names one thing of has tests of its own
    asked = [
        path.removeprefix("/") for path, methods in paths.items() if "get" in methods and "{" not in path
    ]
    assert asked == list(SHOWN)
    for path in asked:
        answer = stranger.get(f"/{path}", params=wanted(path))
        assert answer.status_code == 200, (path, answer.text)
        shown = answer.json()["items"]
        if path in _OPEN:
            assert shown
        elif path == "institutions":
            assert [each["institution"] for each in shown] == ["stranger"]
        elif path == "silences":
            # another test here may have silenced its own
            assert {each["institution"] for each in shown} <= {"stranger"}
        else:
            assert shown == [], path


def test_no_parameter_leads_to_another_s_data(stranger: httpx.Client) -> None:
    codes = {"institution": "bureau", "site": "yard", "meter": "w1", "vehicle": "宁A00001", "device": "bd1"}
    for path, resource in SHOWN.items():
        for parameter in resource.parameters:
            if parameter.name in codes and path not in _OPEN:
                asked = wanted(path) | {parameter.name: codes[parameter.name]}
                assert stranger.get(f"/{path}", params=asked).json()["items"] == [], (path, parameter.name)


def test_no_key_leads_to_another_s_data(stranger: httpx.Client, client: httpx.Client) -> None:
    for path in SHOWN:
        key = client.get(f"/{path}", params=wanted(path) | {"limit": "1"}).json()["next"]
        if key is not None and path not in _OPEN:
            items = stranger.get(f"/{path}", params=wanted(path) | {"after": key}).json()["items"]
            assert all(each["institution"] == "stranger" for each in items), path


def test_another_s_alerts_are_neither_taken_on_nor_silenced(stranger: httpx.Client) -> None:
    assert stranger.post("/alerts/2/acknowledge", json={}).status_code == 404
    assert stranger.post("/silences/1/end").status_code == 404
    silence = {**SPAN, "reason": "x", "rule": "water-over-quota"}
    for institution in ({"institution": "bureau"}, {"institution": "city"}, {}):
        answer = stranger.post("/silences", json=silence | institution)
        assert [each["name"] for each in answer.json()["errors"]] == ["institution"]
    assert stranger.post("/silences", json=silence | {"institution": "stranger"}).status_code == 201


def test_nothing_is_entered_for_another_s_vehicles(standing: Served, stranger: httpx.Client) -> None:
    check = {"plate": "宁A00001", "day": "2026-01-21", "kind": "before", "driver": "马师傅"}
    duty = {"plate": "宁A00001", **SPAN_OF_DUTY, "reason": "值班"}
    with standing.database.connect() as connection:
        before = connection.execute(COUNTED).fetchone()
        for path, said in (("daily-checks", check), ("duties", duty)):
            answer = stranger.post(f"/{path}", json=said)
            assert [each["name"] for each in answer.json()["errors"]] == ["plate"]
        assert connection.execute(COUNTED).fetchone() == before


def test_an_institution_sees_what_is_below_it(standing: Served, client: httpx.Client) -> None:
    with standing.client(standing.token(institution="city")) as city:
        for path in SHOWN:
            if path != "rejected":
                whole = client.get(f"/{path}", params=wanted(path)).json()["items"]
                shown = city.get(f"/{path}", params=wanted(path)).json()["items"]
                known = [each for each in whole if each.get("institution") != "stranger"]
                assert len(shown) == len(known), path


def test_places_of_guarded_vehicles_are_shown_to_who_may_see_them(served: Served) -> None:
    with served.database.connect() as connection:
        connection.execute("UPDATE vehicle SET duty = 'leadership'")
    with served.client(served.token()) as client:
        assert places(client) == {}
    with served.client(served.token(Right.READ, Right.PLACES)) as client:
        assert set(places(client)) == {"trips", "stops", "outings", "positions"}


def places(client: httpx.Client) -> dict[str, list[object]]:
    """Return what a token sees of where vehicles were, by path."""
    columns = {"trips": "start_lon", "stops": "lon", "outings": "stay_lon", "positions": "lon"}
    seen = {
        path: [row[name] for row in client.get(f"/{path}", params=wanted(path)).json()["items"] if row[name]]
        for path, name in columns.items()
    }
    return {path: found for path, found in seen.items() if found}
