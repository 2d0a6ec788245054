"""Who is answered, and with which headers."""

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from models.errors import ConfigError
from web.console.guard import EVERY_ADDRESS, MAIL_POLICY, PAGE_POLICY, Guard, address
from web.console.site import Site

OPEN = PlainTextResponse("open")
MAIL = PlainTextResponse("mail", headers={"content-security-policy": MAIL_POLICY})


PUBLISHED = "https://energy.example.org"


def asked(
    kind: str = "http",
    app: PlainTextResponse = OPEN,
    path: str = "/",
    published: str = "",
    console: str = "",
    **headers: str,
) -> list[Message]:
    """Send one request through the guard and return what it sends back."""
    scope: dict[str, Any] = {
        "type": kind,
        "method": "GET",
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(Guard(app, Site("127.0.0.2", console, published))(scope, receive, send))
    return sent


def header(sent: list[Message], name: str) -> str:
    return dict(sent[0]["headers"])[name.encode()].decode()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_addresses_are_taken(host: str) -> None:
    assert address(host, "", in_container=False) == host


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.1.2.3", "console.example.org", ""])  # noqa: S104
def test_an_address_others_reach_is_taken_only_where_the_console_is_published(host: str) -> None:
    with pytest.raises(ConfigError, match=r"GUANJIA_WEB_URL.*ssh -L"):
        address(host, "", in_container=False)
    assert address(host, PUBLISHED, in_container=False) == host


def test_a_container_listens_everywhere() -> None:
    assert address("127.0.0.1", "", in_container=True) == EVERY_ADDRESS


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost", "[::1]:8080", "127.0.0.2:1"])
def test_its_own_machine_is_answered(host: str) -> None:
    assert asked(host=host)[0]["status"] == 200


@pytest.mark.parametrize("host", ["evil.example:8080", "", "localhost.evil.example", "[::1"])
def test_a_name_that_leads_here_from_elsewhere_is_not_answered(host: str) -> None:
    assert asked(host=host)[0]["status"] == 403


def test_a_page_of_another_origin_is_not_answered() -> None:
    assert asked(host="localhost:8080", origin="http://evil.example")[0]["status"] == 403
    assert asked(host="localhost:8080", origin="http://localhost:8080")[0]["status"] == 200


@pytest.mark.parametrize(
    ("path", "host", "origin", "status"),
    [
        ("/alerts/ack", "energy.example.org", PUBLISHED, 200),
        ("/alerts/ack", "energy.example.org:443", PUBLISHED, 200),
        ("/alerts/ack", "localhost:8080", PUBLISHED, 200),
        ("/alerts/ack", "energy.example.org", "http://energy.example.org", 403),
        ("/alerts/ack", "energy.example.org", "https://evil.example", 403),
        ("/alerts/ack", "energy.example.org", "null", 403),
        ("/alerts/ack", "evil.example", PUBLISHED, 403),
        ("/alerts/ack", "", PUBLISHED, 403),
        ("/alerts/ack/", "energy.example.org", PUBLISHED, 403),
        ("//alerts/ack", "energy.example.org", PUBLISHED, 403),
        ("/zh", "energy.example.org", PUBLISHED, 403),
        ("/zh", "localhost:8080", PUBLISHED, 403),
    ],
)
def test_of_what_is_published_only_the_page_for_links_is_answered(
    path: str, host: str, origin: str, status: int
) -> None:
    assert asked(path=path, published=PUBLISHED, host=host, origin=origin)[0]["status"] == status


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("energy.example.org", PUBLISHED, 200),
        ("localhost:8080", PUBLISHED, 200),
        ("localhost:8080", "http://localhost:8080", 200),
        ("energy.example.org", "https://evil.example", 403),
        ("energy.example.org", "null", 403),
        ("evil.example", PUBLISHED, 403),
        ("energy.example.org.evil.example", PUBLISHED, 403),
    ],
)
def test_where_the_console_is_published_every_page_is_answered(host: str, origin: str, status: int) -> None:
    assert asked(path="/zh", console=PUBLISHED, host=host, origin=origin)[0]["status"] == status
    socket = asked("websocket", path="/_nicegui_ws/", console=PUBLISHED, host=host, origin=origin)
    assert (socket[0]["type"] == "websocket.close") is (status == 403)


def test_where_nothing_is_published_the_page_for_links_is_this_machine_s_too() -> None:
    assert asked(path="/alerts/ack", host="energy.example.org")[0]["status"] == 403
    assert asked(path="/alerts/ack", host="localhost", origin="http://localhost")[0]["status"] == 200


def test_a_socket_is_never_published() -> None:
    sent = asked("websocket", path="/alerts/ack", published=PUBLISHED, host="energy.example.org")
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_a_socket_of_another_origin_is_closed() -> None:
    sent = asked("websocket", host="localhost:8080", origin="http://evil.example")
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_every_answer_carries_the_headers() -> None:
    sent = asked(host="localhost")
    assert header(sent, "content-security-policy") == PAGE_POLICY
    assert header(sent, "x-content-type-options") == "nosniff"
    assert header(sent, "x-frame-options") == "SAMEORIGIN"
    assert header(sent, "referrer-policy") == "no-referrer"


def test_a_mail_keeps_its_stricter_policy() -> None:
    policy = header(asked(app=MAIL, host="localhost"), "content-security-policy")
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
