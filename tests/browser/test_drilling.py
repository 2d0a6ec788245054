"""From a region down to a meter, quotas and alerts, in a real browser over one console."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from models.accounts import Kind
from tests.browser.viewer import Viewer
from tests.integration.web.console import Console


def go(page: Page, name: str, panel: str = "") -> None:
    """Follow a link by the keyboard alone."""
    within = page.locator(f"[data-panel={panel}]") if panel else page
    within.get_by_role("link", name=name, exact=True).first.focus()
    page.keyboard.press("Enter")


def test_a_keyboard_leads_from_the_overview_down_to_a_meter(visitor: Viewer) -> None:
    page = visitor.open("/zh")
    go(page, "单位与建筑")
    expect(page).to_have_url(re.compile(r"/institutions$"))
    go(page, "银川市", "institutions")
    expect(page.locator("[data-panel=institutions]")).to_contain_text("别的单位")
    go(page, "机关", "institutions")
    go(page, "大院", "places")
    go(page, "东楼", "places")
    meters = page.locator("[data-panel=meters]")
    expect(meters.locator("tbody tr")).to_have_count(5)
    meters.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/meter/"))
    crumbs = page.locator(".crumbs li")
    expect(crumbs).to_have_count(6)
    expect(crumbs.nth(1)).to_have_text("银川市")
    expect(page.locator(".crumbs [aria-current=page]")).to_have_text("表")


def test_a_meter_tells_what_was_read_and_what_is_estimated(visitor: Viewer) -> None:
    day = datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date() - timedelta(days=1)
    page = visitor.look(f"/en/meter/m1?day={day}")
    trust = page.locator("[data-panel=trust]")
    # 24 hours of 0.5 m3, of which six are half estimated
    expect(trust).to_contain_text("12 m³")
    expect(trust).to_contain_text("12.5 %")
    expect(trust).to_contain_text("6 hours: a gap in the readings, interpolated")
    expect(page.locator("[data-panel=hours] canvas")).to_be_visible()
    expect(page.locator("[data-panel=days] canvas")).to_be_visible()
    installations = page.locator("[data-panel=installations] tbody tr")
    expect(installations.nth(0)).to_contain_text("NEW-1")
    expect(installations.nth(1)).to_contain_text("OLD-1")
    expect(page.locator("[data-panel=readings] tbody tr")).to_have_count(1)
    expect(page.locator("[data-panel=meter_alerts]")).to_contain_text("firing")


def test_quotas_say_what_is_used_due_and_projected(visitor: Viewer) -> None:
    page = visitor.look("/en/quotas?institution=i")
    figure = page.locator("[data-indicator=water_per_person]")
    expect(figure).to_contain_text("150 % ahead of schedule")
    expect(figure).to_contain_text("25 %")
    expect(figure).to_contain_text("due by now, 10 %")
    expect(figure).to_contain_text("62.5 m³/person")
    expect(figure).to_contain_text("DB 1")
    expect(figure).to_contain_text("one source only")


def alert_row(page: Page, subject: str) -> None:
    page.locator("[data-panel=alert_list] tr", has_text=subject).get_by_role("link").click()


def test_an_alert_is_taken_on_with_a_note(visitor: Viewer) -> None:
    page = visitor.look("/alerts")
    alert_row(page, "meter:m1")
    expect(page.locator("[data-panel=runbook] li").first).to_be_visible()
    card = page.locator("[data-panel=acknowledge]")
    card.get_by_label("说明").fill("<b>我去看</b>")
    card.get_by_role("button", name="由我处理").click()
    expect(card.locator(".form-told")).to_contain_text("已登记由您处理")
    page.reload()
    expect(page.locator("[data-panel=acknowledge]")).to_contain_text("已有人受理")
    expect(page.locator("[data-state=acknowledged]")).to_be_visible()
    log = visitor.look("/audit?about=alert")
    expect(log.locator("body")).to_contain_text("<b>我去看</b>")


def test_an_alert_names_whom_its_messages_went_to(visitor: Viewer) -> None:
    page = visitor.look("/en/alerts")
    alert_row(page, "meter:m1")
    told = page.locator("[data-panel=told]")
    expect(told.get_by_role("columnheader", name="Who was told")).to_be_visible()
    expect(told.locator("tbody tr")).to_have_count(2)
    expect(told.locator("tbody tr", has_text="李专管")).to_contain_text("mail")
    expect(told.locator("tbody tr", has_text="wecom")).to_contain_text("refused")
    expect(page.locator("body")).not_to_contain_text("@")


def test_an_alert_is_kept_quiet_for_a_reason_only(visitor: Viewer) -> None:
    page = visitor.look("/en/alerts")
    alert_row(page, "institution:o")
    card = page.locator("[data-panel=silence]")
    card.get_by_role("button", name="Silence").click()
    expect(card.get_by_role("alert")).to_contain_text("Say why")
    card.get_by_label("Reason").fill("planned works")
    card.get_by_role("button", name="Silence").click()
    expect(card.get_by_text("Quiet until")).to_be_visible()
    page = visitor.look("/en/alerts")
    page.get_by_role("link", name="Silences").click()
    quiet = page.locator("[data-panel^=silence-]", has_text="planned works")
    quiet.get_by_role("button", name="End it now").click()
    expect(quiet.get_by_text("people are told again")).to_be_visible()
    expect(quiet.get_by_role("button")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-panel^=silence]").first).to_be_visible()
    expect(quiet).to_have_count(0)
    log = visitor.look("/en/audit?about=silence")
    expect(log.locator("body")).to_contain_text("planned works")


def test_somebody_of_an_institution_sees_that_one_alone(browser: Browser, district: Console) -> None:
    with Viewer(browser, district.url, district.session_at("o")) as viewer:
        page = viewer.look("/institutions")
        expect(page.locator("[data-panel=institutions] tbody tr")).to_have_count(1)
        expect(page.locator("[data-panel=institutions]")).to_contain_text("别的单位")
        for path in (
            "/institutions/i",
            "/institutions/reg",
            "/places/s",
            "/meter/m1",
            "/alerts/1",
            "/alerts/x",
        ):
            page = viewer.look(path)
            expect(page.locator(".notice")).to_contain_text("无权查看")
            expect(page.locator("[data-panel]")).to_have_count(0)
        page = viewer.look("/quotas?institution=i")
        expect(page.locator("[data-panel=none]")).to_be_visible()
        page = viewer.look("/alerts")
        expect(page.locator("[data-panel=alert_list] tbody tr")).to_have_count(1)
        page.locator("[data-panel=alert_list]").get_by_role("link").click()
        expect(page.locator("[data-panel=alert]")).to_contain_text("institution:o")
        # a viewer may look, and do nothing about it
        expect(page.locator("[data-panel=acknowledge]")).to_have_count(0)
    assert viewer.complaints == []


@pytest.mark.parametrize(
    "path", ["/en/institutions/i", "/en/meter/m1", "/en/quotas", "/en/alerts", "/en/alerts/1"]
)
def test_a_phone_in_the_dark_never_scrolls_sideways(browser: Browser, district: Console, path: str) -> None:
    session = district.session_at("i", Kind.ENERGY_OFFICER)
    with Viewer(browser, district.url, session, width=360, height=740, ground="dark") as viewer:
        page = viewer.look(path)
        expect(page.locator("[data-panel]").first).to_be_visible()
        expect(page.locator("body.body--dark")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert viewer.complaints == []
