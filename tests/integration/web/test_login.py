"""Logging in, and what nobody gets who is not."""

import re
from collections.abc import Generator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from models.accounts import Kind
from storage import accounts, sessions
from tests.integration.database import Database
from tests.integration.web.browsing import SOCKET, Browser
from tests.integration.web.console import PUBLISHED, Console
from tests.integration.web.visitors import PASSWORD, let_in, make_account

WRONG = "wrong horse battery"


@pytest.fixture
def published_console(console_url: str, tmp_path: Path) -> Generator[Console]:
    """A console that a proxy publishes."""
    make_account(console_url)
    with Console(console_url, tmp_path / "published", published=True) as console:
        yield console


@pytest.mark.parametrize(
    "path",
    ["/", "/zh", "/en", "/vehicles", "/vehicles/x", "/board", "/en/board", "/mails/x.eml", "/none", "/docs"],
)
def test_every_page_leads_to_the_log_in_and_back(standing_console: Console, path: str) -> None:
    response, page = Browser(standing_console).ask("GET", path)
    assert response.status == 303
    assert urlsplit(response.headers["location"]).path == "/login"
    assert page == ""


@pytest.mark.parametrize(
    "path", ["/_nicegui_ws/socket.io/?EIO=4&transport=polling", "/_nicegui/x/dynamic_resources/y"]
)
def test_what_pages_are_fed_by_needs_a_session(standing_console: Console, path: str) -> None:
    assert Browser(standing_console).ask("GET", path)[0].status == 401


def test_a_socket_without_a_session_gets_nothing(standing_console: Console) -> None:
    path = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    browser = Browser(standing_console)
    assert browser.ask("GET", path, headers=SOCKET)[0].status == 403
    browser.cookies = {f"guanjia-session-{standing_console.port}": "x" * 43}
    assert browser.ask("GET", path, headers=SOCKET)[0].status == 403


def test_a_socket_of_another_origin_gets_nothing_even_with_a_session(standing_console: Console) -> None:
    path = "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    browser = Browser(standing_console)
    browser.cookies = {f"guanjia-session-{standing_console.port}": standing_console.administrator}
    assert browser.ask("GET", path, headers={**SOCKET, "Origin": "http://evil.example"})[0].status == 403


def test_whoever_knows_the_password_is_let_in_where_they_wanted_to_go(
    console: Console, console_url: str
) -> None:
    make_account(console_url)
    browser = Browser(console)
    response, _ = browser.log_in("BOSS", to="/vehicles?year=2026")
    assert (response.status, response.headers["location"]) == (303, "/vehicles?year=2026")
    (cookie,) = browser.set
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Secure" not in cookie
    assert browser.ask("GET", "/zh")[0].status == 200
    assert browser.ask("GET", "/login")[0].status == 200


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"]
)
def test_nobody_is_sent_elsewhere_after_the_log_in(console: Console, console_url: str, to: str) -> None:
    make_account(console_url)
    response, _ = Browser(console).log_in(to=to)
    assert response.headers["location"] == "/?lang=zh"


def test_a_session_is_new_at_every_log_in(console: Console, console_url: str) -> None:
    make_account(console_url)
    browser = Browser(console)
    planted = "planted-by-somebody-else-0123456789-0123456789"
    browser.cookies[f"guanjia-session-{console.port}"] = planted
    browser.log_in()
    first = browser.session
    browser.log_in()
    assert len({planted, first, browser.session}) == 3


def test_what_was_wrong_is_not_told(console: Console, console_url: str) -> None:
    make_account(console_url)
    pages = []
    for name, password in (("boss", "wrong horse battery"), ("nobody", PASSWORD), ("boss", "")):
        response, page = Browser(console).log_in(name, password)
        assert response.status == 403
        pages.append(re.sub(r'value="\w*"( autofocus)?|autofocus', "", page))
    assert pages[0].replace("boss", "") == pages[1].replace("nobody", "")
    assert "账号或密码有误" in pages[0]


def test_a_form_that_no_page_of_ours_wrote_is_refused(console: Console, console_url: str) -> None:
    make_account(console_url)
    browser = Browser(console)
    form = {"name": "boss", "password": PASSWORD, "to": ""}
    for mark in ("", "0" * 64, Browser(console).mark()):
        response, page = browser.ask("POST", "/login", form | {"mark": mark})
        assert response.status == 403
        assert "页面已过期" in page
    browser.mark()
    assert browser.ask("POST", "/login", form, {"Origin": "http://evil.example"})[0].status == 403
    assert not any("session" in name for name in browser.cookies)


def test_whoever_tries_many_passwords_waits_and_others_do_not(console: Console, console_url: str) -> None:
    make_account(console_url)
    make_account(console_url, "other")
    for _ in range(5):
        assert Browser(console).log_in(password=WRONG)[0].status == 403
    response, page = Browser(console).log_in()
    assert response.status == 429
    assert int(response.headers["retry-after"]) >= 1
    assert "尝试次数过多" in page
    assert Browser(console).log_in("other")[0].status == 303


def test_a_disabled_account_is_out_at_once_and_stays_out(console: Console, console_url: str) -> None:
    account = make_account(console_url)
    browser = Browser(console)
    browser.log_in()
    with psycopg.connect(console_url) as connection:
        accounts.set_disabled(connection, account, account.created_at, "test")
    assert browser.ask("GET", "/zh")[0].status == 303
    assert Browser(console).log_in()[0].status == 403


def test_a_password_of_somebody_else_is_changed_before_anything_else(
    console: Console, console_url: str
) -> None:
    make_account(console_url, "new", must_change=True)
    browser, other = Browser(console), Browser(console)
    for each in (browser, other):
        each.log_in("new")
    response, _ = browser.ask("GET", "/zh")
    assert response.headers["location"] == "/password"
    mark = browser.mark("/password")

    def change(old: str, new: str, again: str = "", mark: str = mark) -> tuple[int, str]:
        form = {"old": old, "new": new, "again": again or new, "mark": mark}
        response, page = browser.ask("POST", "/password", form)
        return response.status, page

    assert change(PASSWORD, "short")[0] == 422
    assert "密码少于 12 个字符" in change(PASSWORD, "short")[1]
    assert change(PASSWORD, "another long one", "yet another one")[0] == 422
    assert change("wrong horse battery", "another long one")[0] == 403
    assert change(PASSWORD, "another long one", mark="0" * 64)[0] == 403
    assert change(PASSWORD, "another long one")[0] == 303
    assert browser.ask("GET", "/zh")[0].status == 200
    assert other.ask("GET", "/zh")[0].status == 303
    assert Browser(console).log_in("new", "another long one")[0].status == 303


def test_a_link_lets_in_once(console: Console, console_url: str) -> None:
    account = make_account(console_url)
    with psycopg.connect(console_url) as connection:
        token = sessions.make_link(connection, account, account.created_at)
    browser = Browser(console)
    form = {"token": token, "mark": browser.mark("/enter")}
    assert browser.ask("POST", "/enter", {"token": token})[0].status == 403
    assert browser.ask("POST", "/enter", form)[0].status == 303
    assert browser.ask("GET", "/zh")[0].status == 200
    response, page = browser.ask("POST", "/enter", form)
    assert response.status == 403
    assert "此链接已使用过" in page


def test_names_on_the_page_are_never_markup(standing_console: Console) -> None:
    _, page = Browser(standing_console).log_in('"><script>window.broken = 1</script>', "x")
    assert "<script>window" not in page
    _, page = Browser(standing_console).ask("GET", "/login?to=/%22%3E%3Cscript%3E")
    assert "<script>" not in page


def test_only_the_hash_of_a_token_and_a_password_is_in_the_database(
    database: Database, console_url: str
) -> None:
    token = let_in(console_url, make_account(console_url))
    with database.connect() as connection:
        rows = connection.execute(
            "SELECT row_to_json(account)::text || row_to_json(web_session)::text FROM account, web_session"
        ).fetchall()
    assert token not in str(rows)
    assert PASSWORD not in str(rows)
    assert "$argon2id$" in str(rows)


def test_no_process_changes_the_audit_log(console_url: str) -> None:
    make_account(console_url)
    for change in (
        b"UPDATE audit_entry SET author = 'x'",
        b"DELETE FROM audit_entry",
        b"TRUNCATE audit_entry",
    ):
        with psycopg.connect(console_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(change)


def test_a_session_ends_when_nobody_uses_it_or_after_a_week(database: Database, console_url: str) -> None:
    account = make_account(console_url, "idle", Kind.VIEWER)
    for age, idle, lasts in (
        ("6 days", "11 hours", True),
        ("6 days", "13 hours", False),
        ("8 days", "0 s", False),
    ):
        token_hash = sessions.token_hash(let_in(console_url, account))
        with database.connect() as connection:
            connection.execute(
                "UPDATE web_session"
                " SET created_at = created_at - %s::interval, seen_at = seen_at - %s::interval"
                " WHERE id_hash = %s",
                (age, idle, token_hash),
            )
            connection.commit()
            now = connection.execute("SELECT now()").fetchone()
            assert now is not None
            assert (sessions.find(connection, token_hash, now[0]) is not None) is lasts


def test_where_it_is_published_over_tls_cookies_travel_over_tls_only(published_console: Console) -> None:
    browser = Browser(published_console, urlsplit(PUBLISHED).netloc)
    response, _ = browser.log_in()
    assert response.status == 303
    (cookie,) = browser.set
    assert cookie.startswith("__Host-guanjia-session=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert browser.ask("GET", "/zh")[0].status == 200
    here = Browser(published_console)
    here.cookies = {f"guanjia-session-{published_console.port}": browser.session}
    assert here.ask("GET", "/zh")[0].status == 200
