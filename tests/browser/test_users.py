"""Logging in and managing users in a real browser, over one console."""

import re
from collections.abc import Generator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from models.accounts import Account, Kind
from storage import accounts
from tests.browser.conftest import NASTY
from tests.browser.viewer import Viewer
from tests.integration.prepared import Prepared
from tests.integration.web.conftest import url_of
from tests.integration.web.console import Console
from tests.integration.web.house import build
from tests.integration.web.visitors import PASSWORD, make_account

_OTHER = """
INSERT INTO institution (code, name, name_en, type)
VALUES ('other', '别的单位<script>window.broken = 3</script>', 'Another', 'government');
"""


class Place:
    """A console over a house of one institution, beside another that has nothing."""

    def __init__(self, console: Console, url: str) -> None:
        self.console = console
        self._url = url

    def account(self, name: str, kind: Kind = Kind.VIEWER, institution: str | None = None) -> Account:
        """Make an account whose shown name wants to be markup."""
        return make_account(self._url, name, kind, institution, shown_name=f"{name}{NASTY}"[:60])

    def promote(self, account: Account, kind: Kind) -> None:
        """Change the kind of an account as somebody elsewhere does."""
        with psycopg.connect(self._url) as connection:
            accounts.set_kind(connection, account, kind, "test")

    def disable(self, account: Account) -> None:
        """Disable an account as somebody elsewhere does."""
        with psycopg.connect(self._url) as connection:
            accounts.set_disabled(connection, account, account.created_at, "test")


@pytest.fixture(scope="module")
def place(prepared: Prepared, logins: Path, tmp_path_factory: pytest.TempPathFactory) -> Generator[Place]:
    """One console for all tests here; each makes the accounts it needs."""
    with prepared.copy() as database:
        with database.connect() as connection:
            build(connection)
            connection.execute(_OTHER)
            connection.commit()
        url = url_of("guanjia_console", database, logins)
        with Console(url, tmp_path_factory.mktemp("users")) as console:
            yield Place(console, url)


@pytest.fixture
def stranger(browser: Browser, place: Place) -> Generator[Viewer]:
    """Somebody who is not logged in."""
    with Viewer(browser, place.console.url) as viewer:
        yield viewer
    assert viewer.elsewhere == []


@pytest.fixture
def boss(browser: Browser, place: Place) -> Generator[Viewer]:
    """An administrator; what their browser complains about fails the test."""
    with Viewer(browser, place.console.url, place.console.administrator) as viewer:
        yield viewer
    assert viewer.complaints == []
    assert viewer.elsewhere == []


def log_in(page: Page, name: str, password: str = PASSWORD) -> None:
    """Fill in the form, which speaks the browser's language."""
    page.locator("#name").fill(name)
    page.locator("#password").fill(password)
    page.locator("button[type=submit]").click()


def test_in_by_the_form_and_out_by_the_menu(place: Place, stranger: Viewer) -> None:
    place.account("in-and-out")
    page = stranger.look("/board")
    log_in(page, "in-and-out")
    expect(page).to_have_url(re.compile(r"/board$"))
    who = page.locator(".who")
    expect(who).to_contain_text("<script>")
    who.click()
    expect(page.get_by_text("用户管理", exact=True)).to_have_count(0)
    page.get_by_text("退出登录", exact=True).click()
    expect(page).to_have_url(re.compile(r"/login"))
    page.goto(f"{place.console.url}/board")
    expect(page).to_have_url(re.compile(r"/login"))
    assert page.evaluate("window.broken") is None
    assert stranger.complaints == []


def test_a_wrong_password_is_told_and_lets_nobody_in(place: Place, stranger: Viewer) -> None:
    place.account("mistaken")
    page = stranger.look("/zh")
    log_in(page, "mistaken", "wrong horse battery")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/login"))


def test_a_disabled_account_is_out_while_it_looks(place: Place, stranger: Viewer) -> None:
    account = place.account("fired")
    page = stranger.look("/zh")
    log_in(page, "fired")
    expect(page.locator(".who")).to_be_visible()
    place.disable(account)
    expect(page).to_have_url(re.compile(r"/login"), timeout=60_000)


def test_an_open_page_is_built_anew_when_rights_change(place: Place, stranger: Viewer) -> None:
    account = place.account("demoted", Kind.ADMINISTRATOR)
    page = stranger.look("/users")
    log_in(page, "demoted")
    expect(page.locator("[data-account=demoted]")).to_be_visible()
    place.promote(account, Kind.VIEWER)
    expect(page.get_by_text("仅系统管理员可查看此页").first).to_be_visible(timeout=60_000)
    expect(page.locator("[data-account]")).to_have_count(0)


def test_somebody_of_an_institution_sees_that_one_alone(place: Place, browser: Browser) -> None:
    mine, other = (place.console.session_at(code) for code in ("i", "other"))
    with Viewer(browser, place.console.url, mine) as viewer:
        expect(viewer.open("/zh").locator("[data-panel=today]")).to_contain_text("2.5")
    with Viewer(browser, place.console.url, other) as viewer:
        page = viewer.open("/zh")
        expect(page.locator("[data-panel=today]")).not_to_contain_text("2.5")
        expect(page.locator("body")).not_to_contain_text("宁A00001")
        for path in ("/users", "/audit"):
            page = viewer.look(path)
            expect(page.locator(".notice")).to_be_visible()
            expect(page.locator("[data-account]")).to_have_count(0)
            expect(page.locator(".tr")).to_have_count(0)
        assert viewer.complaints == []


def test_an_administrator_adds_a_user_whose_password_is_shown_once(boss: Viewer) -> None:
    page = boss.look("/users")
    page.get_by_label("账号", exact=True).fill("added")
    page.get_by_label("显示名").fill("<b>新人</b>")
    page.get_by_role("button", name="添加", exact=True).click()
    told = page.locator(".told")
    expect(told).to_contain_text("added")
    expect(page.locator("[data-account=added]")).to_contain_text("<b>新人</b>")
    password = told.inner_text().split()[-1].rpartition("：")[2]
    assert len(password) >= 12
    again = boss.look("/users")
    expect(again.locator("[data-account=added]")).to_be_visible()
    expect(again.locator("body")).not_to_contain_text(password)
    log = boss.look("/audit?about=added")
    expect(log.locator("body")).to_contain_text("added")
    expect(log.locator("body")).to_contain_text("boss")
    expect(log.locator("body")).not_to_contain_text(password)
    assert log.evaluate("window.broken") is None


def test_names_in_the_list_are_text(place: Place, boss: Viewer) -> None:
    place.account("nasty", institution="i")
    page = boss.look("/users")
    expect(page.locator("[data-account=nasty]")).to_contain_text("<script>window.broken")
    page.get_by_label("单位").click()
    expect(page.get_by_role("option").filter(has_text="<script>")).to_be_visible()
    assert page.evaluate("window.broken") is None
