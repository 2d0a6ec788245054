"""Who gets in: holders of tokens that stand, as often as is fair, and never by a cookie."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from guanjia.__main__ import guanjia
from models.identity import Right
from storage.tokens import revoke
from tests.integration.api.conftest import NOW, Served
from tests.integration.database import Database
from web.api.gate import OF_TOKEN

PROBLEM = "application/problem+json"


def challenge(answer: httpx.Response) -> str:
    assert answer.status_code == 401
    assert answer.headers["content-type"] == PROBLEM
    return answer.headers["www-authenticate"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": "token=gj_1_x"},
        {"authorization": ""},
        {"authorization": "Bearer"},
        {"authorization": "Basic Z2pfMTp4"},
        {"authorization": "Bearer gj_1_short"},
        {"authorization": f"Bearer gj_1_{'a' * 43}"},
        {"authorization": f"Bearer gj_999999999_{'a' * 43}"},
        {"authorization": f"Bearer gj_9999999999999_{'a' * 43}"},
        {"authorization": f"Bearer gj_1_{'é' * 43}".encode("latin-1").decode("latin-1")},
    ],
)
def test_who_shows_no_token_gets_nothing(standing: Served, headers: Mapping[str, str]) -> None:
    sent = {name.encode(): value.encode("latin-1") for name, value in headers.items()}
    assert challenge(httpx.get(f"{standing.url}/meters", headers=sent)).startswith('Bearer realm="guanjia"')


def test_a_token_in_the_address_or_a_cookie_opens_nothing(standing: Served) -> None:
    token = standing.token()
    challenge(
        httpx.get(
            f"{standing.url}/meters", headers={"cookie": f"authorization=Bearer {token}; session={token}"}
        )
    )
    challenge(httpx.get(f"{standing.url}/meters", params={"token": token, "access_token": token}))


def test_another_secret_under_the_number_of_a_token_opens_nothing(standing: Served) -> None:
    one, other = standing.token(), standing.token()
    mixed = one.rpartition("_")[0][: len("gj_")] + one.split("_")[1] + "_" + other.split("_", 2)[2]
    with standing.client(one) as client:
        assert client.get("/meters").status_code == 200
    with standing.client(mixed) as client:
        challenge(client.get("/meters"))


def test_a_revoked_token_opens_nothing_from_the_next_request_on(standing: Served) -> None:
    token = standing.token()
    with standing.client(token) as client:
        assert client.get("/meters").status_code == 200
        with standing.database.connect() as connection:
            assert revoke(connection, int(token.split("_")[1]), NOW, "zhang")
        assert "revoked" in client.get("/meters").json()["detail"]
        challenge(client.get("/meters"))


def test_an_expired_token_opens_nothing(served: Served) -> None:
    with served.client(served.token(lasting=timedelta(hours=1))) as client:
        assert client.get("/meters").status_code == 200
        served.time.now = NOW + timedelta(hours=1)
        challenge(client.get("/meters"))


def test_a_token_without_the_right_to_read_is_told_which_one_it_lacks(standing: Served) -> None:
    with standing.client(standing.token(Right.ALERTS)) as client:
        answer = client.get("/meters")
        assert (answer.status_code, answer.headers["content-type"]) == (403, PROBLEM)
        assert "--right read" in answer.json()["detail"]


def test_the_last_use_is_written_down(served: Served) -> None:
    token = served.token()
    with served.client(token) as client:
        client.get("/meters")
    with served.database.connect() as connection:
        found = connection.execute(
            "SELECT used_at FROM api_token WHERE id = %s", [int(token.split("_")[1])]
        ).fetchone()
    assert found == (NOW,)


def test_who_asks_too_often_is_told_when_to_come_again(served: Served) -> None:
    served.time.step = 0.0
    burst = int(OF_TOKEN.burst)
    with served.client(served.token()) as client, served.client(served.token()) as other:
        answers = [client.get("/quotas") for _ in range(burst + 1)]
        assert [answer.status_code for answer in answers] == [200] * burst + [429]
        assert answers[-1].headers["retry-after"] == "1"
        assert answers[-1].headers["content-type"] == PROBLEM
        assert other.get("/quotas").status_code == 200


def test_guesses_cost_no_more_than_a_few_looks(served: Served) -> None:
    served.time.step = 0.0
    with served.client(served.token()) as client:
        assert client.get("/quotas").status_code == 200
        wrong = [
            httpx.get(
                f"{served.url}/quotas", headers={"authorization": f"Bearer gj_1_{number:043}"}
            ).status_code
            for number in range(25)
        ]
        assert wrong[0] == 401
        assert wrong[-1] == 429
        # whoever was let in before goes on meanwhile
        assert client.get("/quotas").status_code == 200


@pytest.fixture
def command(database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    """The command line over an empty database."""
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_the_command_shows_a_token_once(command: CliRunner) -> None:
    made = command.invoke(guanjia, ["tokens", "create", "warehouse", "--right", "read", "--right", "alerts"])
    assert made.exit_code == 0, made.output
    token = made.stdout.strip()
    assert token.startswith("gj_1_")
    listed = command.invoke(guanjia, ["tokens", "list"]).output
    assert "1  warehouse  every institution  alerts read  until" in listed
    assert token.split("_", 2)[2] not in listed
    assert command.invoke(guanjia, ["tokens", "revoke", "1"]).exit_code == 0
    assert "revoked" in command.invoke(guanjia, ["tokens", "list"]).output
    again = command.invoke(guanjia, ["tokens", "revoke", "1"])
    assert "no token 1 stands" in str(again.exception)


def test_a_token_of_an_unknown_institution_is_not_made(command: CliRunner) -> None:
    refused = command.invoke(guanjia, ["tokens", "create", "x", "--institution", "nowhere"])
    assert "no institution has the code 'nowhere'" in str(refused.exception)
    assert "no tokens" in command.invoke(guanjia, ["tokens", "list"]).output
