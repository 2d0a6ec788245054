"""The pages of panels in a real browser: the same panels as Grafana's."""

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.pages import PAGES
from tests.browser.viewer import Viewer
from tests.integration.web.console import Console

LOADING = ("Loading …", "正在读取……")


def settled(page: Page) -> Page:
    """Wait until every panel of a page has answered."""
    expect(page.locator("[data-panel]").first).to_be_visible()
    for waiting in LOADING:
        expect(page.locator(".notice").get_by_text(waiting, exact=True)).to_have_count(0)
    return page


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_every_page_of_panels_is_drawn(onlooker: Viewer, name: str) -> None:
    page = settled(onlooker.look(f"/en/d/{name}"))
    for notice in page.locator(".notice:visible").all_inner_texts():
        assert "No data" not in notice
    for canvas in page.locator(".chart:visible canvas").all():
        expect(canvas).to_be_visible()


def test_choices_lead_to_an_address_that_can_be_kept(onlooker: Viewer) -> None:
    page = settled(onlooker.look("/en/d/institution"))
    page.locator("[data-field=place] input").focus()
    page.keyboard.press("Enter")
    page.get_by_role("option", name="Compound").click()
    expect(page).to_have_url(f"{onlooker.url}/en/d/institution?place=s")
    settled(page)
    page.get_by_role("link", name="Water", exact=True).click()
    expect(page).to_have_url(f"{onlooker.url}/en/d/water?place=s")


def test_a_code_that_is_not_there_is_told(onlooker: Viewer) -> None:
    page = settled(onlooker.look("/en/d/water?institution=<b>none</b>&days=x"))
    expect(page.get_by_text("<b>none</b> is not there, or not yours to see: all is shown")).to_be_visible()
    expect(page.locator("[data-panel=water_by_day] canvas")).to_be_visible()


def test_a_name_in_a_table_leads_further(onlooker: Viewer) -> None:
    page = settled(onlooker.look("/d/quotas"))
    page.locator("[data-panel=quota_progress]").get_by_role("link", name="机关").click()
    expect(page).to_have_url(f"{onlooker.url}/d/institution?institution=i")


@pytest.mark.parametrize("name", ["water", "ranking", "vehicles", "quality"])
def test_a_phone_has_one_column(browser: Browser, standing_console: Console, name: str) -> None:
    with Viewer(
        browser, standing_console.url, standing_console.administrator, width=360, height=740, ground="dark"
    ) as viewer:
        page = settled(viewer.look(f"/d/{name}"))
        expect(page.locator("body.body--dark")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert viewer.complaints == []
