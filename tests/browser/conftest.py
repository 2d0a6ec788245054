"""A real browser, and the console it looks at: a process of its own on the embedded PostgreSQL."""

import shutil
from collections.abc import Generator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.district import build_district
from tests.browser.viewer import Viewer
from tests.integration.conftest import content, database, postgres, prepared
from tests.integration.database import Database
from tests.integration.prepared import Prepared
from tests.integration.web.conftest import console, console_url, logins, url_of
from tests.integration.web.console import Console
from tests.integration.web.house import build

__all__ = ["console", "console_url", "content", "database", "logins", "postgres", "prepared"]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
expect.set_options(timeout=30_000)
NASTY = '<script>window.broken = 1</script><img src=x onerror="window.broken = 2">{{ 7 * 7 }}${7 * 7}`'


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    """Debian's Chromium; a module's, not the session's: while Playwright lives, no event loop can be run."""
    program = shutil.which("chromium")
    if program is None:
        pytest.fail("no chromium on PATH: run `apt-get install chromium`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def house(database: Database) -> None:
    """A small house."""
    with database.connect() as connection:
        build(connection)


@pytest.fixture
def nasty_house(database: Database) -> None:
    """A small house where every name wants to be markup."""
    with database.connect() as connection:
        build(connection, NASTY)


@pytest.fixture
def viewer(browser: Browser, console: Console) -> Generator[Viewer]:
    """Somebody at a desk; what their browser complains about fails the test."""
    with Viewer(browser, console.url, console.administrator) as viewer:
        yield viewer
    assert viewer.complaints == []
    assert viewer.elsewhere == []


@pytest.fixture(scope="module")
def standing_console(
    prepared: Prepared, logins: Path, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Console]:
    """One console over a small house, for the module's tests that only look."""
    folder = tmp_path_factory.mktemp("standing")
    with prepared.copy() as database:
        with database.connect() as connection:
            build(connection)
        with Console(url_of("guanjia_console", database, logins), folder) as console:
            yield console


@pytest.fixture
def onlooker(browser: Browser, standing_console: Console) -> Generator[Viewer]:
    """Somebody who only looks; what their browser complains about fails the test."""
    with Viewer(browser, standing_console.url, standing_console.administrator) as viewer:
        yield viewer
    assert viewer.complaints == []
    assert viewer.elsewhere == []


@pytest.fixture(scope="module")
def district(
    prepared: Prepared, logins: Path, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Console]:
    """One console over a region of two institutions, for all tests of a module."""
    with prepared.copy() as database:
        with database.connect() as connection:
            build_district(connection)
        url = url_of("guanjia_console", database, logins)
        with Console(url, tmp_path_factory.mktemp("district")) as console:
            yield console


@pytest.fixture
def visitor(browser: Browser, district: Console) -> Generator[Viewer]:
    """An administrator in the district; what their browser complains about fails the test."""
    with Viewer(browser, district.url, district.administrator) as viewer:
        yield viewer
    assert viewer.complaints == []
    assert viewer.elsewhere == []


@pytest.fixture
def mail_folder(console: Console) -> Path:
    """Where the console looks for mails."""
    return console.mail_folder
