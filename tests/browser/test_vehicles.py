"""The list of vehicles and the file of one, in a real browser."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.viewer import Viewer
from tests.integration.database import Database
from tests.integration.web.console import Console

_COSTS = """
INSERT INTO vehicle_cost (
    vehicle_id, day, kind, amount_yuan, odometer_km, approval_above_yuan, voucher, receipt, copy, recorded_at,
    recorded_by
)
SELECT id, '2026-03-02', 'repair', 4321.5, 1000, 3000, '<b>W1</b>', 'r', 1, now(), '张三'
FROM vehicle ORDER BY plate LIMIT 1
"""


@pytest.fixture
def paid(database: Database) -> None:
    """A house one of whose vehicles was repaired."""
    with database.connect() as connection:
        connection.execute(_COSTS)


@pytest.mark.usefixtures("house", "paid")
def test_the_list_leads_to_the_file_of_a_vehicle(viewer: Viewer) -> None:
    page = viewer.open("/zh")
    page.get_by_role("link", name="公务用车").click()
    page.goto(page.url + "?year=2026")
    expect(page.locator("[data-panel=vehicles]")).to_contain_text("4,321.50")
    page.get_by_role("link", name="宁A00001").click()
    expect(page.locator("h1")).to_have_text("宁A00001")
    expect(page.locator("[data-panel=registration]")).to_contain_text("本年费用（元）")
    expect(page.locator("[data-panel=receipts]")).to_contain_text("<b>W1</b>")
    expect(page.locator("[data-panel=receipts]")).to_contain_text("缺审批")
    page.get_by_role("link", name="English").click()
    expect(page.locator("[data-panel=receipts]")).to_contain_text("not approved")
    assert page.locator("html").get_attribute("lang") == "en-US"


@pytest.mark.usefixtures("house", "paid")
@pytest.mark.parametrize("path", ["/vehicles?year=2026", "/vehicles/宁A00001?year=2026"])
def test_a_phone_scrolls_within_tables_and_never_sideways(
    browser: Browser, console: Console, path: str
) -> None:
    with Viewer(browser, console.url, console.administrator, width=360, height=740, ground="dark") as viewer:
        page = viewer.look(path)
        expect(page.locator("body.body--dark")).to_be_visible()
        expect(page.locator("table").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert viewer.complaints == []


def test_a_plate_that_nobody_has_is_told(viewer: Viewer) -> None:
    page = viewer.look("/en/vehicles/none")
    expect(page.locator(".notice")).to_have_text("No vehicle none in the registry")
