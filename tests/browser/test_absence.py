"""Pages while the database is away, in a real browser: they say so, and come back by themselves."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.viewer import Viewer
from tests.integration.database import Database
from tests.integration.web.console import Console

_SECONDS = 40_000


@contextmanager
def away(database: Database) -> Generator[None]:
    """Keep the console out of its database, as a server that is away does."""
    with database.connect() as connection:
        connection.execute("ALTER ROLE guanjia_console_login NOLOGIN")
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE usename = 'guanjia_console_login' AND datname = current_database()"
        )
    try:
        yield
    finally:
        with database.connect() as connection:
            connection.execute("ALTER ROLE guanjia_console_login LOGIN")


@pytest.mark.usefixtures("house")
def test_pages_say_that_the_database_is_away_and_come_back(
    browser: Browser, console: Console, database: Database
) -> None:
    contents = {"/board": "[data-panel=night]", "/vehicles": "[data-panel=vehicles]", "/zh": ".panel-body"}
    with Viewer(browser, console.url, console.administrator) as viewer:
        _watch(viewer, database, contents)
    assert all("503" in complaint for complaint in viewer.complaints)
    assert viewer.elsewhere == []


def _watch(viewer: Viewer, database: Database, contents: Mapping[str, str]) -> None:
    pages: dict[str, Page] = {}
    with away(database):
        for path in contents:
            pages[path] = viewer.look(path)
        for page in pages.values():
            notice = page.get_by_text("数据库暂时连接不上，本页会自动重试").first
            expect(notice).to_be_visible(timeout=_SECONDS)
    for path, content in contents.items():
        expect(pages[path].locator(content).first).to_be_visible(timeout=_SECONDS)
        expect(pages[path].get_by_text("数据库暂时连接不上")).to_have_count(0, timeout=_SECONDS)
