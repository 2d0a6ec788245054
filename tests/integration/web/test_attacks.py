"""What somebody with an account of one institution, or with none, tries in order to see or do more."""

from collections.abc import Generator, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

import pytest

from guanjia.dispatch.desk import Desk
from models.dispatch_desk import Application
from models.identity import Identity, Right
from storage.database import connect
from tests.integration.prepared import Prepared
from tests.integration.web.browsing import Browser
from tests.integration.web.conftest import url_of
from tests.integration.web.console import Console
from tests.integration.web.house import build

LABEL = "甲区"
"""In the names of everything in the house."""
PLATE = quote(f"宁A00001{LABEL}")
MAIL = "20261121T030000.000000Z-000001.eml"
APPLICATION = Application(
    institution="i",
    purpose="机密调研",
    destination="青铜峡",
    planned_from="2026-11-21T08:30",
    planned_to="2026-11-21T09:30",
)
# what the page shows to somebody of the institution
PAGES: Mapping[str, str] = {
    "/vehicles": LABEL,
    f"/vehicles/{PLATE}": "SUV",
    "/board": LABEL,
    "/orders": "机密调研",
    "/orders/1": "机密调研",
    "/orders/checks": LABEL,
    "/orders/new": LABEL,
    "/institutions": LABEL,
    "/institutions/i": LABEL,
    "/places/a": LABEL,
    "/meter/m1": LABEL,
    "/quotas": LABEL,
    "/alerts": LABEL,
    "/alerts/1": LABEL,
    "/alerts/silences": LABEL,
    "/quality": LABEL,
    "/quality/m1": LABEL,
    "/devices": LABEL,
    "/meters": LABEL,
}


@pytest.fixture(scope="module")
def town(prepared: Prepared, logins: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Console]:
    """A console over a house with an order and a mail, and an institution beside it that has nothing."""
    with prepared.copy() as database:
        with database.connect() as connection:
            build(connection, LABEL)
            connection.execute(
                "INSERT INTO institution (code, name, type) VALUES ('c', '邻局', 'government')"
            )
        url = url_of("guanjia_console", database, logins)
        desk = Desk(lambda: connect(url, application="test"), {}, lambda: datetime(2026, 11, 21, tzinfo=UTC))
        desk.apply(Identity("李四", frozenset({Right.READ}), "i"), APPLICATION)
        with Console(url, tmp_path_factory.mktemp("town")) as console:
            mail = EmailMessage()
            mail["Subject"] = "机关用水异常"
            mail.set_content("<p>机关用水异常</p>", subtype="html")
            (console.mail_folder / MAIL).write_bytes(mail.as_bytes())
            yield console


def at(town: Console, institution: str = "") -> Browser:
    """Return the browser of a viewer of an institution, or of an administrator of all."""
    browser = Browser(town)
    session = town.session_at(institution) if institution else town.administrator
    browser.cookies = {f"guanjia-session-{town.port}": session}
    return browser


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_a_typed_address_shows_nothing_of_another_institution(
    town: Console, path: str, language: str
) -> None:
    response, mine = at(town, "i").ask("GET", f"{language}{path}")
    assert response.status == 200
    assert PAGES[path] in mine
    response, theirs = at(town, "c").ask("GET", f"{language}{path}")
    assert response.status in {200, 404}
    assert PAGES[path] not in theirs


def test_mails_are_for_those_who_see_every_institution(town: Console) -> None:
    assert "机关用水异常" in at(town).ask("GET", f"/mails/{MAIL}")[1]
    for institution in ("i", "c"):
        response, page = at(town, institution).ask("GET", f"/mails/{MAIL}")
        assert response.status == 404
        assert "异常" not in page
        assert "异常" not in at(town, institution).ask("GET", "/zh")[1]


@pytest.mark.parametrize(
    "path",
    [
        "//zh",
        "/static/../zh",
        "/static/..%2Fzh",
        f"/static/..%2f..%2fmails/{MAIL}",
        "/api/../users",
        "/login/../users",
        "/health/../audit",
        "/ZH",
        "/zh/",
        "/zh;/login",
        "/%2Flogin",
    ],
)
def test_no_way_of_writing_an_address_leads_past_the_gate(town: Console, path: str) -> None:
    response, page = Browser(town).ask("GET", path)
    assert response.status in {303, 401, 404}
    assert LABEL not in page
    assert "异常" not in page


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_no_other_method_leads_past_the_gate(town: Console, method: str) -> None:
    assert Browser(town).ask(method, "/zh")[0].status == 401


def test_a_session_is_taken_from_its_cookie_alone(town: Console) -> None:
    session = town.administrator
    name = f"guanjia-session-{town.port}"
    for path, headers in (
        (f"/zh?{name}={session}", {}),
        ("/zh", {"Authorization": f"Bearer {session}"}),
        ("/zh", {"Cookie": f"guanjia-session-1={session}"}),
        ("/zh", {"Cookie": f"__Host-guanjia-session={session}"}),
        ("/zh", {"Cookie": f"{name}={session[:-1]}"}),
    ):
        assert Browser(town).ask("GET", path, headers=headers)[0].status == 303


def test_a_socket_in_disguise_is_refused_to_everybody(town: Console) -> None:
    path = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"
    for browser in (Browser(town), at(town)):
        assert browser.ask("GET", path)[0].status == 401
        assert browser.ask("POST", path, {"x": "y"})[0].status == 401


@pytest.mark.parametrize("origin", ["null", "http://evil.example", "http://127.0.0.1:1", "https://127.0.0.1"])
@pytest.mark.parametrize("path", ["/login", "/enter", "/password"])
def test_a_form_that_another_site_sends_is_refused(town: Console, path: str, origin: str) -> None:
    browser = at(town)
    form = {"mark": browser.mark(path), "name": "boss", "password": "x", "token": "x", "old": "x", "new": "x"}
    response, page = browser.ask("POST", path, form, {"Origin": origin})
    assert response.status == 403
    assert page == "this console does not answer to that name"
    assert browser.ask("GET", "/zh")[0].status == 200


def test_the_password_form_wants_the_mark_of_its_own_session(town: Console) -> None:
    mark = at(town, "i").mark("/password")
    form = {"old": "x", "new": "another long one", "again": "another long one", "mark": mark}
    response, page = at(town).ask("POST", "/password", form)
    assert response.status == 403
    assert "页面已过期" in page


@pytest.mark.parametrize(
    "path", ["/login", "/enter", "/password", "/zh", "/users", f"/mails/{MAIL}", "/none", "/health"]
)
def test_every_answer_carries_the_headers(town: Console, path: str) -> None:
    response, _ = at(town).ask("GET", path)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["x-frame-options"] in {"DENY", "SAMEORIGIN"}
    assert response.headers["referrer-policy"] in {"no-referrer", "same-origin"}
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "server" not in response.headers


@pytest.mark.parametrize("path", ["/zh", "/users", "/audit", "/orders"])
def test_no_cache_between_keeps_a_page_of_somebody(town: Console, path: str) -> None:
    response, _ = at(town).ask("GET", path)
    assert "no-store" in response.headers["cache-control"]
