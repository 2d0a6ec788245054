"""What a token may do about alerts."""

import httpx
import pytest

from models.identity import Right
from tests.integration.api.conftest import Served

SILENCE = {
    "rule": "water-over-quota",
    "from": "2026-01-22T00:00:00+08:00",
    "to": "2026-01-23T00:00:00+08:00",
    "reason": "检修",
}


TOLD = """
INSERT INTO contact (institution_id, name, email) VALUES
(1, '市局值班', 'duty@example.org'), (1, '旧名', 'officer@example.org');
INSERT INTO notification (
    alert_change_id, channel, recipient, language, created_at, not_before, institution_id, sent_at
) VALUES
(1, 'mail', 'duty@example.org', 'zh_CN', '2026-01-20Z', '2026-01-20Z', 2, '2026-01-20 00:01Z'),
(1, 'mail', 'gone@example.org', 'zh_CN', '2026-01-20Z', '2026-01-20Z', 2, NULL),
(1, 'wecom', 'wecom', 'zh_CN', '2026-01-20Z', '2026-01-20Z', 2, NULL)
"""


def test_an_alert_is_taken_on_once(served: Served) -> None:
    with served.client(served.token(Right.READ, Right.ALERTS)) as client:
        first = client.post("/alerts/2/acknowledge", json={"note": "  去看了 "})
        again = client.post("/alerts/2/acknowledge", json={})
    assert (first.status_code, first.json()) == (200, {"alert_id": 2, "was_acknowledged": False})
    assert again.json() == {"alert_id": 2, "was_acknowledged": True}
    with served.database.connect() as connection:
        rows = connection.execute("SELECT author, note FROM acknowledgement WHERE alert_id = 2").fetchall()
    assert rows == [("token:test", "去看了")]


def test_an_alert_that_nobody_waits_for_is_a_conflict(served: Served) -> None:
    with served.database.connect() as connection:
        connection.execute("UPDATE alert SET state = 'resolved' WHERE id = 2")
    with served.client(served.token(Right.READ, Right.ALERTS)) as client:
        answer = client.post("/alerts/2/acknowledge", json={})
    assert answer.status_code == 409
    assert "resolved" in answer.json()["detail"]


def test_alerts_are_silenced(served: Served) -> None:
    with served.client(served.token(Right.READ, Right.ALERTS)) as client:
        answer = client.post("/silences", json=SILENCE | {"institution": "bureau"})
    assert answer.status_code == 201, answer.text
    with served.database.connect() as connection:
        row = connection.execute(
            "SELECT institution_id, rule, begins_at = '2026-01-21 16:00Z', author, reason"
            " FROM silence WHERE id = %s",
            [answer.json()["silence_id"]],
        ).fetchone()
    assert row == (2, "water-over-quota", True, "token:test", "检修")


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"institution": "nowhere"}, "institution"),
        ({"rule": None}, "institution"),
        ({"to": SILENCE["from"]}, "to"),
        ({"to": "2026-01-23T00:00:00"}, "to"),
        ({"reason": " "}, "reason"),
        ({"reason": "a\nBcc: b"}, "reason"),
        ({"reasons": "x"}, "reasons"),
    ],
)
def test_a_wrong_silence_names_the_field(standing: Served, changed: dict[str, str | None], name: str) -> None:
    with standing.client(standing.token(Right.READ, Right.ALERTS)) as client:
        answer = client.post("/silences", json=SILENCE | changed)
    assert answer.status_code == 422
    assert [each["name"] for each in answer.json()["errors"]] == [name]


def test_a_silence_is_listed_and_ended_by_who_may(served: Served) -> None:
    with served.client(served.token(Right.READ, Right.ALERTS)) as client:
        number = client.post("/silences", json=SILENCE | {"institution": "bureau"}).json()["silence_id"]
        (listed,) = client.get("/silences", params={"silence": str(number)}).json()["items"]
        first, again = (client.post(f"/silences/{number}/end") for _ in range(2))
        (ended,) = client.get("/silences", params={"silence": str(number)}).json()["items"]
        assert client.post("/silences/999/end").status_code == 404
    assert (listed["reason"], listed["ended_at"]) == ("检修", None)
    assert (first.json()["was_over"], again.json()["was_over"]) == (False, True)
    assert ended["ended_by"] == "token:test"
    with served.client(served.token(Right.READ)) as client:
        assert client.post(f"/silences/{number}/end").status_code == 403


def test_changes_need_their_right(client: httpx.Client) -> None:
    for path, body in (("/alerts/2/acknowledge", {}), ("/silences", SILENCE)):
        answer = client.post(path, json=body)
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")


def test_what_is_no_json_is_a_problem(standing: Served) -> None:
    with standing.client(standing.token(Right.READ, Right.ALERTS)) as client:
        answer = client.post("/silences", content=b"{", headers={"content-type": "application/json"})
        large = client.post("/silences", json=SILENCE | {"reason": "x" * 200_000})
    assert answer.status_code == 422
    assert large.status_code == 422
    assert len(large.content) < 10_000


def test_whom_an_alert_was_told_to_is_named_without_an_address(served: Served) -> None:
    with served.database.connect() as connection:
        connection.execute(TOLD)
    with served.client(served.token(institution="bureau")) as client:
        answer = client.get("/notifications", params={"alert": "1"})
    told = [(one["channel"], one["recipient"], one["sent_at"]) for one in answer.json()["items"]]
    assert told == [
        ("mail", "专管员", None),
        ("mail", "市局值班", "2026-01-20T00:01:00Z"),
        ("mail", None, None),
        ("wecom", "wecom", None),
    ]
    assert "@" not in answer.text
