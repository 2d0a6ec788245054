"""The quality of data in a real browser: a swap is recorded, and the hours change."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from analytics.worker import drain
from tests.browser.viewer import Viewer
from tests.integration.analytics.scene import clock
from tests.integration.database import Database
from tests.integration.quality.conftest import build_scene
from tests.integration.web.console import Console


@pytest.fixture
def scene(database: Database) -> Database:
    """A meter that was swapped without anybody saying so."""
    build_scene(database)
    return database


@pytest.fixture
def swapped(scene: Database, viewer: Viewer) -> Page:
    """The page of that meter, come to by the list."""
    del scene
    page = viewer.look("/zh")
    page.get_by_role("link", name="数据质量").click()
    row = panel(page, "asides").locator("tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("−1,010 m³")
    row.get_by_role("link", name="m0").click()
    expect(panel(page, "registers")).to_contain_text("暂不计入")
    return page


def panel(page: Page, name: str) -> Locator:
    return page.locator(f"[data-panel={name}]")


def fill_in(page: Page, serial: str = "B-77") -> None:
    for label, value in (("旧表止码", "1010.4"), ("新表表号", serial), ("新表起码", "0.2")):
        page.get_by_label(label).fill(value)


def hour(page: Page, clock_time: str) -> Locator:
    return panel(page, "hours").locator("tbody tr").filter(has_text=clock_time)


def test_a_swap_is_recorded_and_the_hours_change(swapped: Page, scene: Database) -> None:
    expect(swapped.get_by_label("换表时间")).to_have_value("2026-11-01T10:00")
    expect(panel(swapped, "swap")).to_contain_text("此前最后读数：1009.75（2026-11-01 09:45）")
    expect(hour(swapped, "2026-11-01 09:00")).to_contain_text("0.750 m³")
    fill_in(swapped)
    swapped.get_by_role("button", name="登记").click()
    expect(swapped.get_by_role("alert").filter(has_text="换表已登记")).to_be_visible()
    expect(panel(swapped, "hours")).to_contain_text("待重新计算")
    drain(scene.connect, clock)
    expect(panel(swapped, "hours")).to_contain_text("用量已重新计算")
    expect(hour(swapped, "2026-11-01 09:00").locator("td")).to_have_text(
        [re.compile("09:00"), "0.750 m³", "1.400 m³", "0.000"]
    )
    expect(panel(swapped, "meter")).to_contain_text("B-77")
    expect(panel(swapped, "registers")).not_to_contain_text("暂不计入")
    swapped.get_by_role("link", name="数据质量").first.click()


def test_what_is_wrong_stands_beside_its_field(swapped: Page) -> None:
    swapped.get_by_label("旧表止码").fill("100000")
    swapped.get_by_label("新表起码").fill("x")
    swapped.get_by_role("button", name="登记").click()
    wrong = swapped.locator(".q-field--error")
    expect(wrong).to_have_count(2)
    expect(wrong.filter(has=swapped.get_by_label("新表表号"))).to_contain_text("请填写此项")
    expect(wrong.filter(has=swapped.get_by_label("新表起码"))).to_contain_text("请填写不小于0的数")
    fill_in(swapped, "A")
    swapped.get_by_role("button", name="登记").click()
    expect(wrong).to_contain_text("表号 A 已在该处登记过")


def test_two_people_who_record_the_same_swap_record_one(swapped: Page, viewer: Viewer) -> None:
    other = viewer.look(swapped.url.removeprefix(swapped.url.split("/quality")[0]))
    for page in (swapped, other):
        fill_in(page)
    swapped.get_by_role("button", name="登记").click()
    expect(swapped.get_by_role("alert").filter(has_text="换表已登记")).to_be_visible()
    other.get_by_role("button", name="登记").click()
    expect(other.get_by_role("alert").filter(has_text="该换表记录已经登记，未作改动")).to_be_visible()


@pytest.mark.usefixtures("scene")
def test_a_phone_the_keyboard_and_english_are_enough(browser: Browser, console: Console) -> None:
    with Viewer(browser, console.url, console.administrator, width=375, height=740, ground="dark") as viewer:
        page = viewer.look("/en/quality")
        expect(panel(page, "asides")).to_contain_text("m0")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        page.get_by_role("link", name="m0").focus()
        page.keyboard.press("Enter")
        page.get_by_label("last register of the old meter").fill("1010.4")
        page.get_by_label("serial of the new meter").fill("B-77")
        page.get_by_label("first register of the new meter").fill("0.2")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        page.get_by_role("button", name="Record the swap").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert").filter(has_text="The swap is recorded")).to_be_visible()
        assert viewer.complaints == []
