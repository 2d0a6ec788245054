"""The quality of data in a real browser: a swap is recorded, and the hours change."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Locator, Page, expect

from analytics.worker import drain
from ingest import quarantine
from ingest.intake import take
from ingest.writer import read_directory
from storage import telemetry
from storage.telemetry import Arrival, Batch
from tests.browser.viewer import Viewer
from tests.integration.analytics.scene import add_meter, clock
from tests.integration.database import Database
from tests.integration.quality.conftest import build_scene
from tests.integration.quality.test_meter_sheet import column, edited, row
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


def test_refused_messages_are_tried_again_once_their_device_is_registered(
    scene: Database, viewer: Viewer
) -> None:
    refuse(scene, "v1/s/new/telemetry", b'{"at":"2026-11-20T08:00:00+08:00","values":{"volume_m3":12}}')
    page = viewer.look("/rejected")
    expect(panel(page, "rejected")).to_contain_text("v1/s/new/telemetry")
    page.get_by_role("button", name=re.compile("查看报文内容")).click()
    expect(page.locator(".payload")).to_contain_text('"volume_m3":12')
    page.get_by_role("button", name="重试", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="仍被拒收 1 条")).to_be_visible()
    with scene.connect() as connection:
        add_meter(connection, 1, "new")
        connection.execute("UPDATE registry_revision SET revision = revision + 1")
    page.get_by_role("combobox", name="原因").click()
    page.get_by_role("option", name="未登记设备 (1)").click()
    page.get_by_role("button", name="按此原因全部重试（1 条）").click()
    expect(page.get_by_role("alert").filter(has_text="1 条已处理，新入库读数 1 个")).to_be_visible()
    page = viewer.look("/rejected?every=yes")
    expect(panel(page, "rejected")).to_contain_text("重试入库")


@pytest.mark.usefixtures("scene")
def test_devices_are_filtered_sorted_and_found(viewer: Viewer) -> None:
    page = viewer.look("/devices")
    rows = panel(page, "devices").locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("失联")
    page.get_by_label("搜索").fill("邻院")
    page.get_by_label("搜索").press("Enter")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("n0")
    page = viewer.look("/devices?silent=no")
    expect(page.get_by_text("没有符合条件的设备")).to_be_visible()
    page = viewer.look("/devices?sort=silence&after=never,m1")
    expect(panel(page, "devices").locator("tbody tr")).to_have_count(1)


@pytest.mark.usefixtures("scene")
def test_meters_go_to_excel_and_come_back(viewer: Viewer, tmp_path: Path) -> None:
    page = viewer.look("/meters")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel").click()
    content = Path(download.value.path()).read_bytes()
    file = tmp_path / "表计.xlsx"
    file.write_bytes(edited(content, lambda cells: write(cells, "m0", "倍率", "x")))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="选择 .xlsx 文件").click()
    chooser.value.set_files(file)
    fault = panel(page, "sheet").locator("tbody tr")
    expect(fault).to_have_count(1)
    expect(fault).to_contain_text("此处应填写数字（现为：x）")
    expect(fault.locator("td").nth(2)).to_have_text("S2")
    file.write_bytes(edited(content, lambda cells: write(cells, "m0", "表计名称", "<b>东楼总表</b>")))
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("alert").filter(has_text="将产生 1 项改动")).to_be_visible()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("alert").filter(has_text="已导入：1 项改动")).to_be_visible()
    page = viewer.look("/meters?q=东楼")
    expect(panel(page, "meters").locator("tbody tr")).to_contain_text("<b>东楼总表</b>")


@pytest.mark.usefixtures("scene")
def test_who_may_only_look_is_offered_no_change(browser: Browser, console: Console) -> None:
    with Viewer(browser, console.url, console.session_at("i")) as viewer:
        page = viewer.look("/quality/m0?at=2026-11-01T02:00:00%2B00:00")
        expect(panel(page, "registers")).to_contain_text("暂不计入")
        expect(panel(page, "swap")).to_have_count(0)
        page = viewer.look("/meters")
        expect(panel(page, "meters")).to_contain_text("m0")
        expect(panel(page, "meters")).not_to_contain_text("n0")
        expect(page.locator("input[type=file]")).to_have_count(0)
        assert viewer.complaints == []


def refuse(scene: Database, topic: str, content: bytes) -> None:
    at = datetime(2026, 11, 20, 1, tzinfo=UTC)
    with scene.connect() as connection:
        telemetry.prepare(connection)
        directory = read_directory(connection)
        batch = Batch(at)
        take(batch, Arrival(topic, content), directory, at)
        connection.commit()
        quarantine.store(connection, batch, directory)


def write(cells: Worksheet, meter: str, heading: str, value: str) -> None:
    cells.cell(row(cells, meter), column(cells, heading), value)
