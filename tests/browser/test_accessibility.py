"""What axe finds on every page of the console: nothing that keeps somebody out."""

from collections.abc import Generator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.viewer import Ground, Viewer
from tests.integration.web.console import Console

_SERIOUS = {"serious", "critical"}
_PATHS = (
    "/zh",
    "/en",
    "/d/institution",
    "/d/quotas",
    "/d/vehicles",
    "/d/quality",
    "/institutions",
    "/institutions/i",
    "/places/a",
    "/meter/m1",
    "/quotas",
    "/alerts",
    "/alerts/1",
    "/alerts/silences",
    "/quality",
    "/quality/m1",
    "/rejected",
    "/devices",
    "/meters",
    "/board",
    "/vehicles",
    "/vehicles/宁A00001",
    "/orders",
    "/orders/new",
    "/orders/checks",
    "/orders/duty",
    "/users",
    "/audit",
)
# between them they have every colour that a page has
_DARK = {
    "/zh",
    "/d/vehicles",
    "/institutions/i",
    "/meter/m1",
    "/quotas",
    "/alerts/1",
    "/board",
    "/quality/m1",
    "/users",
}
# pages without NiceGUI follow the system by their own style
_PLAIN = ("/login", "/password")


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']} {node['target']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in _SERIOUS
        for node in each["nodes"]
    ]


@pytest.fixture(scope="module")
def looker(browser: Browser, district: Console) -> Generator[Viewer]:
    """One window for all pages: its browser reads the scripts of the first page only once."""
    with Viewer(browser, district.url, district.administrator) as viewer:
        yield viewer


@pytest.mark.parametrize("path", _PATHS)
def test_nothing_on_a_page_keeps_somebody_out(looker: Viewer, path: str) -> None:
    page = looker.look(path)
    expect(page.locator("h1").first).to_be_visible()
    for waiting in ("Loading …", "正在读取……"):
        expect(page.locator(".notice").get_by_text(waiting, exact=True)).to_have_count(0)
    assert violations(page) == []
    if path in _DARK:
        page.emulate_media(color_scheme="dark")
        expect(page.locator("body.body--dark")).to_be_visible()
        assert violations(page) == []
    page.close()


@pytest.mark.parametrize("path", _PLAIN)
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_nothing_on_the_way_in_keeps_somebody_out(
    browser: Browser, district: Console, path: str, ground: Ground
) -> None:
    with Viewer(browser, district.url, district.administrator, ground=ground) as viewer:
        page = viewer.look(path)
        expect(page.locator("h1").first).to_be_visible()
        assert violations(page) == []
