"""Dispatch orders in a real browser: from applying to the check after returning."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import NASTY
from tests.browser.viewer import Viewer
from tests.integration.database import Database
from tests.integration.web.console import Console

_ZONE = ZoneInfo("Asia/Shanghai")
_DRIVERS = """
INSERT INTO driver (code, name, institution_id, licence_class, licence_until, valid_from) VALUES
('d1', '马师傅', 1, 'C1', '2099-01-01', '2020-01-01'), ('d2', '丁师傅', 1, 'C1', '2099-01-01', '2020-01-01')
"""


@pytest.fixture
def pool(house: None, database: Database) -> Database:  # noqa: ARG001 (the house has the vehicles)
    """Two vehicles and two drivers."""
    with database.connect() as connection:
        connection.execute(_DRIVERS)
    return database


def tomorrow(clock: str) -> str:
    """Return a time of tomorrow as a browser has it in a field."""
    return f"{datetime.now(_ZONE).date() + timedelta(days=1)}T{clock}"


def fill_in(page: Page, purpose: str = "赴青铜峡调研", destination: str = "青铜峡市") -> None:
    page.get_by_label("事由").fill(purpose)
    page.get_by_label("目的地", exact=True).fill(destination)
    page.get_by_label("计划出车").fill(tomorrow("08:30"))
    page.get_by_label("计划返回").fill(tomorrow("17:30"))


def apply(viewer: Viewer, purpose: str = "赴青铜峡调研", destination: str = "青铜峡市") -> Page:
    """Apply for a vehicle, and return the page of the order."""
    page = viewer.look("/orders/new")
    fill_in(page, purpose, destination)
    page.get_by_role("button", name="提交申请").click()
    expect(panel(page, "order")).to_contain_text(purpose)
    return page


def panel(page: Page, name: str) -> Locator:
    return page.locator(f"[data-panel={name}]")


def press(page: Page, step: str, state: str) -> None:
    page.get_by_role("button", name=step, exact=True).click()
    expect(panel(page, "order").locator(".badge")).to_have_text(state)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=re.compile(option)).click()


@pytest.mark.usefixtures("pool")
def test_from_the_board_to_an_order_that_is_closed(viewer: Viewer) -> None:
    page = viewer.look("/board")
    page.get_by_role("link", name="派车单", exact=True).click()
    expect(panel(page, "orders")).to_contain_text("没有符合条件的派车单")
    panel(page, "orders").get_by_role("link", name="用车申请").click()
    fill_in(page)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("status").filter(has_text="申请已提交")).to_be_visible()
    press(page, "批准", "已批准")
    choose(page, "车牌号", "宁A00002 · 空闲")
    choose(page, "驾驶员", "丁师傅 · 空闲")
    press(page, "派车", "已派车")
    press(page, "登记出车", "出车中")
    press(page, "登记返回", "已返回")
    page.get_by_label("备注").fill("车况良好")
    press(page, "核验", "已核验")
    expect(panel(page, "steps")).to_contain_text("目前没有可办理的事项")
    history = panel(page, "history").locator("tbody tr")
    expect(history).to_have_count(6)
    expect(history.last).to_contain_text("车况良好")
    expect(panel(page, "order")).to_contain_text("丁师傅")
    page.get_by_role("link", name="派车单", exact=True).click()
    expect(page.locator(".order .badge")).to_have_text("已核验")


@pytest.mark.usefixtures("pool")
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(viewer: Viewer) -> None:
    page = viewer.look("/orders/new")
    page.get_by_label("事由").fill("调研")
    page.get_by_label("计划出车").fill(tomorrow("08:30"))
    page.get_by_label("计划返回").fill(tomorrow("07:30"))
    page.get_by_label("经度").fill("106.2")
    page.get_by_role("button", name="提交申请").click()
    wrong = page.locator(".q-field--error")
    expect(wrong).to_have_count(3)
    expect(wrong.filter(has=page.get_by_label("目的地", exact=True))).to_contain_text("请填写此项")
    expect(wrong.filter(has=page.get_by_label("计划返回"))).to_contain_text("结束时间须晚于开始时间")
    expect(wrong.filter(has=page.get_by_label("纬度"))).to_contain_text("经度和纬度须同时填写")
    expect(page.get_by_label("事由")).to_have_value("调研")
    page.get_by_label("目的地", exact=True).fill("中卫")
    page.get_by_label("计划返回").fill(tomorrow("17:30"))
    page.get_by_label("经度").fill("")
    page.get_by_role("button", name="提交申请").click()
    expect(panel(page, "order")).to_contain_text("中卫")


@pytest.mark.usefixtures("pool")
def test_an_order_is_not_refused_without_a_reason(viewer: Viewer) -> None:
    page = apply(viewer)
    page.get_by_role("button", name="不予批准").click()
    expect(page.locator(".q-field--error")).to_contain_text("请在备注中填写不予批准的理由")
    expect(panel(page, "order").locator(".badge")).to_have_text("已申请")
    page.get_by_label("备注").fill("当日无公务")
    press(page, "不予批准", "未批准")


@pytest.mark.usefixtures("pool")
def test_a_double_booking_is_said_and_needs_a_reason(viewer: Viewer) -> None:
    first = apply(viewer)
    press(first, "批准", "已批准")
    choose(first, "车牌号", "宁A00001")
    choose(first, "驾驶员", "马师傅")
    press(first, "派车", "已派车")
    page = apply(viewer, "送文件")
    press(page, "批准", "已批准")
    choose(page, "车牌号", "宁A00001 · 已派往")
    choose(page, "驾驶员", "丁师傅 · 空闲")
    page.get_by_role("button", name="派车", exact=True).click()
    expect(page.locator(".q-field--error")).to_contain_text("车辆宁A00001在该时段已派往派车单")
    page.get_by_label("备注").fill("合并用车")
    press(page, "派车", "已派车")


@pytest.mark.usefixtures("pool")
def test_two_people_at_one_order_are_told(viewer: Viewer) -> None:
    page = apply(viewer)
    other = viewer.look(page.url.removeprefix(page.url.split("/orders")[0]))
    press(other, "批准", "已批准")
    page.get_by_label("备注").fill("不妥")
    page.get_by_role("button", name="不予批准").click()
    expect(page.get_by_role("alert").filter(has_text="已由他人处理")).to_be_visible()
    expect(page.get_by_label("备注")).to_have_value("不妥")


@pytest.mark.usefixtures("pool")
def test_what_people_write_is_text_and_never_markup(viewer: Viewer) -> None:
    page = apply(viewer, NASTY, NASTY[:60])
    expect(panel(page, "order")).to_contain_text("{{ 7 * 7 }}${7 * 7}")
    page.goto(page.url.split("/orders")[0] + "/orders")
    expect(page.locator(".order-what")).to_contain_text("<script>window.broken = 1</script>")
    assert page.evaluate("window.broken") is None


@pytest.mark.usefixtures("pool")
def test_orders_are_filtered_and_found(viewer: Viewer) -> None:
    apply(viewer, "调研")
    press(apply(viewer, "送文件"), "批准", "已批准")
    page = viewer.look("/orders")
    expect(page.locator(".order")).to_have_count(2)
    choose(page, "状态", "已批准")
    expect(page.locator(".order")).to_have_count(1)
    expect(page.locator(".order")).to_contain_text("送文件")
    page = viewer.look("/orders")
    page.get_by_label("搜索").fill("调研")
    page.get_by_label("搜索").press("Enter")
    expect(page.locator(".order")).to_have_count(1)
    expect(page.get_by_label("搜索")).to_have_value("调研")


@pytest.mark.usefixtures("pool")
def test_checks_and_duty_are_written_down(viewer: Viewer) -> None:
    page = viewer.look("/orders/checks")
    choose(page, "车牌号", "宁A00001")
    page.get_by_label("驾驶员").fill("马师傅")
    page.get_by_label("存在问题").fill("左后灯不亮")
    page.get_by_role("button", name="登记检查").click()
    row = panel(page, "checks").locator("tbody tr").first
    expect(row).to_contain_text("不合格：左后灯不亮 · 马师傅")
    expect(row).to_contain_text("未做")
    page.get_by_role("link", name="值班车辆").click()
    choose(page, "车牌号", "宁A00001")
    page.get_by_label("开始时间").fill(tomorrow("08:00"))
    page.get_by_label("结束时间").fill(tomorrow("20:00"))
    page.get_by_role("button", name="登记值班").click()
    expect(page.locator(".q-field--error")).to_contain_text("请填写此项")
    page.get_by_label("值班事由").fill("防汛值班")
    page.get_by_role("button", name="登记值班").click()
    expect(page.get_by_role("alert").filter(has_text="已登记")).to_be_visible()
    page.get_by_role("link", name="后一天").click()
    expect(panel(page, "duty")).to_contain_text("防汛值班")


@pytest.mark.usefixtures("pool")
def test_the_pages_speak_english(viewer: Viewer) -> None:
    page = viewer.look("/en/orders/new")
    page.get_by_role("button", name="Send the application").click()
    expect(page.locator(".q-field--error").first).to_contain_text("fill this in")
    page.get_by_role("link", name="中文").click()
    expect(page.locator("h1")).to_have_text("用车申请")
    lost = viewer.look("/en/orders/77")
    expect(lost.get_by_role("status")).to_contain_text("There is no such order")


@pytest.mark.usefixtures("pool")
def test_a_phone_and_the_keyboard_are_enough(browser: Browser, console: Console) -> None:
    with Viewer(browser, console.url, console.administrator, width=375, height=740) as viewer:
        page = viewer.look("/orders/new")
        fill_in(page)
        page.get_by_label("乘车人").fill("王五")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        page.get_by_role("button", name="提交申请").focus()
        page.keyboard.press("Enter")
        expect(panel(page, "order")).to_contain_text("王五")
        page.get_by_role("button", name="批准", exact=True).focus()
        page.keyboard.press("Space")
        expect(panel(page, "order").locator(".badge")).to_have_text("已批准")
        assert page.evaluate("document.documentElement.scrollWidth") <= 375
        page = viewer.look("/orders")
        page.locator(".order").focus()
        page.keyboard.press("Enter")
        expect(panel(page, "order")).to_contain_text("王五")
        assert viewer.complaints == []
