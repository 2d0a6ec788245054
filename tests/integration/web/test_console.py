"""`guanjia web` as people and supervisors meet it, without a browser."""

import http.client
import socket
from collections.abc import Mapping
from email.message import EmailMessage
from http.client import HTTPResponse
from pathlib import Path
from time import monotonic

import orjson
import pytest

from tests.integration.database import Database
from tests.integration.web.console import Console
from web.console.guard import MAIL_POLICY, PAGE_POLICY

NAME = "20261121T030000.000000Z-000001.eml"


def get(console: Console, path: str, headers: Mapping[str, str] | None = None) -> tuple[HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", console.port, timeout=30)
    try:
        connection.request("GET", path, headers=dict(headers or {}))
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def signed_in(console: Console) -> dict[str, str]:
    return console.cookie(console.administrator)


def test_it_is_well_while_the_database_answers(console: Console, database: Database) -> None:
    response, body = get(console, "/health")
    assert (response.status, orjson.loads(body)) == (200, {"well": True})
    with database.connect() as connection:
        connection.execute("ALTER ROLE guanjia_console_login NOLOGIN")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = 'guanjia_console_login' AND datname = current_database()"
        )
    try:
        response, body = get(console, "/health")
        assert (response.status, orjson.loads(body)) == (503, {"well": False})
    finally:
        with database.connect() as connection:
            connection.execute("ALTER ROLE guanjia_console_login LOGIN")
    deadline = monotonic() + 30
    while get(console, "/health")[0].status != 200:
        assert monotonic() < deadline


@pytest.mark.parametrize(("path", "place"), [("/", "/zh"), ("/?lang=en", "/en"), ("/?lang=fr", "/zh")])
def test_the_first_address_leads_to_the_page_in_a_language(
    standing_console: Console, path: str, place: str
) -> None:
    response, _ = get(standing_console, path, signed_in(standing_console))
    assert (response.status, response.headers["location"]) == (307, place)


@pytest.mark.parametrize(("path", "language"), [("/zh", "zh-CN"), ("/en", "en-US")])
def test_a_page_says_its_language_and_carries_the_policy(
    standing_console: Console, path: str, language: str
) -> None:
    response, body = get(standing_console, path, signed_in(standing_console))
    assert response.status == 200
    assert f'lang="{language}"'.encode() in body
    assert response.headers["content-security-policy"] == PAGE_POLICY


def test_a_name_that_leads_here_from_elsewhere_is_not_answered(standing_console: Console) -> None:
    response, body = get(standing_console, "/zh", {"Host": f"evil.example:{standing_console.port}"})
    assert response.status == 403
    assert b"nicegui" not in body


def test_a_mail_is_served_as_a_page_that_may_do_nothing(standing_console: Console) -> None:
    message = EmailMessage()
    message["Subject"] = "s"
    message.set_content("<p>用水</p>", subtype="html")
    standing_console.mail_folder.joinpath(NAME).write_bytes(bytes(message))
    response, body = get(standing_console, f"/mails/{NAME}", signed_in(standing_console))
    assert response.status == 200
    assert "<p>用水</p>" in body.decode()
    assert response.headers["content-security-policy"] == MAIL_POLICY
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["../secret.eml", "..%2Fsecret.eml", "%2e%2e%2fsecret.eml", "none.eml", "%00.eml"]
)
def test_nothing_outside_the_mail_folder_is_served(standing_console: Console, name: str) -> None:
    standing_console.mail_folder.parent.joinpath("secret.eml").write_bytes(b"Subject: x\r\n\r\nsecret")
    response, body = get(standing_console, f"/mails/{name}", signed_in(standing_console))
    assert response.status == 404
    assert b"secret\n" not in body


def test_it_ends_in_order_says_nothing_and_leaves_nothing(console_url: str, tmp_path: Path) -> None:
    with Console(console_url, tmp_path / "console", as_command=True) as console:
        get(console, "/zh", signed_in(console))
        get(console, "/none", signed_in(console))
        assert console.stop() == 0
        assert console.log == ""
    assert list(console.folder.iterdir()) == []


def test_an_address_others_can_reach_is_refused(standing_console: Console) -> None:
    said = standing_console.refused("--host", "0.0.0.0")  # noqa: S104
    assert "GUANJIA_WEB_URL" in said
    assert "ssh -L" in said


def test_a_port_that_is_taken_is_named_with_the_way_out(standing_console: Console) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = standing_console.refused("--port", port)
    assert port in said
    assert "--port" in said
    assert "Traceback" not in said
