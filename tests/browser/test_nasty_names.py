"""Whatever people may write, in every column at once, is text on every page that links lead to."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect
from psycopg import sql

from tests.browser.viewer import Viewer
from tests.integration.prepared import Prepared
from tests.integration.web.conftest import url_of
from tests.integration.web.console import Console
from tests.storage_samples.trial import fill

NOW = datetime(2026, 1, 21, 12, tzinfo=UTC)
NASTY = '<img src=x onerror="window.broken = 1"><script>window.broken = 2</script>"\'`${7*7}{{7*7}}'
PLATE = "<img src=x>/?#%&"
_WRITTEN = {
    "acknowledgement": ("author", "note"),
    "allowance_ledger": ("why",),
    "audit_entry": ("author", "subject"),
    "contact": ("name",),
    "daily_check": ("author", "defects", "driver"),
    "device": ("name",),
    "dispatch_order": ("applicant", "destination", "driver", "number", "passengers", "purpose"),
    "driver": ("name", "phone", "licence_class"),
    "factor": ("note", "source", "source_table"),
    "factor_set": ("name", "name_en", "note", "source"),
    "grid_factor": ("note", "source"),
    "installation": ("serial",),
    "institution": ("name", "name_en"),
    "login_failure": ("name",),
    "meter": ("name",),
    "metering_requirement": ("source",),
    "notification": ("error",),
    "place": ("name", "name_en"),
    "quota": ("limit_tier", "note", "source", "source_table"),
    "quota_tier": ("name", "name_en", "consequence"),
    "rejected_message": ("topic", "detail"),
    "rejected_reading": ("device", "quantity"),
    "silence": ("author", "reason"),
    "vehicle": ("type",),
    "vehicle_cost": ("note", "recorded_by", "supplier", "voucher"),
    "virtual_meter": ("name", "name_en"),
}
"""Columns that hold what somebody wrote: in the registry, on a page, in a mail, in a message, in a file."""
_FEWEST_PAGES = 35
# these change something, or end the session
_NOT_FOLLOWED = ("/logout", "/api", "/static", "/_nicegui", "/acknowledge")


def spoil(connection: psycopg.Connection) -> None:
    """Write the nasty text into every column that people write, with what keeps it unlike others."""
    for table, columns in _WRITTEN.items():
        for column in columns:
            statement = sql.SQL("UPDATE {table} SET {column} = %s || ctid::text WHERE {column} IS NOT NULL")
            names = {"table": sql.Identifier(table), "column": sql.Identifier(column)}
            assert connection.execute(statement.format(**names), [NASTY]).rowcount, (table, column)
    # a plate is short, and part of an address
    connection.execute("UPDATE vehicle SET plate = %s", [PLATE])


@pytest.fixture
def spoilt_console(prepared: Prepared, logins: Path, tmp_path: Path) -> Generator[Console]:
    """A console over rows of everything, with the nasty text wherever people may write."""
    with prepared.copy() as database:
        with database.connect() as connection:
            fill(connection)
            spoil(connection)
        with Console(url_of("guanjia_console", database, logins), tmp_path / "console", at=NOW) as console:
            yield console


def links(page: Page, url: str) -> list[str]:
    """Return where a page leads within the console."""
    found: list[str] = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
    within = [urlsplit(each) for each in found if each.startswith(url)]
    return [f"{each.path}?{each.query}" if each.query else each.path for each in within]


def kind(address: str) -> str:
    """Return which page an address is of, whatever it shows and in which language."""
    first, *others = address.partition("?")[0].removeprefix("/en").strip("/").split("/")
    return f"{first}/{others[0] if first in {'d', 'orders', 'alerts'} and others else '*' * len(others)}"


def test_on_every_page_what_people_wrote_is_text(browser: Browser, spoilt_console: Console) -> None:
    seen: dict[str, str] = {}
    waiting = ["/zh", "/d/overview", "/orders/new", "/users", "/audit", "/rejected", "/alerts/silences"]
    showing = 0
    with Viewer(browser, spoilt_console.url, spoilt_console.administrator) as viewer:
        while waiting:
            address = waiting.pop(0)
            if kind(address) in seen or address.startswith(_NOT_FOLLOWED):
                continue
            seen[kind(address)] = address
            page = viewer.look(address)
            expect(page.locator("h1").first, address).to_be_visible()
            for notice in ("Loading …", "正在读取……"):
                expect(page.locator(".notice").get_by_text(notice, exact=True)).to_have_count(0)
            assert page.evaluate("window.broken") is None, address
            assert page.locator('img[src="x"]').count() == 0, address
            words = page.locator("body").inner_text()
            assert "`49" not in words, address
            showing += "onerror=" in words
            waiting += links(page, viewer.url)
            page.close()
        assert viewer.complaints == []
        assert viewer.elsewhere == []
    assert len(seen) >= _FEWEST_PAGES, sorted(seen)
    # else the text was nowhere, and this proves nothing
    assert showing >= _FEWEST_PAGES // 2
