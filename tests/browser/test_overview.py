"""The overview in a real browser, as a facility manager sees it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.viewer import Viewer
from tests.integration.database import Database
from tests.integration.web.console import Console


def panel(page: Page, name: str) -> str:
    return page.locator(f"[data-panel={name}]").inner_text()


def test_the_state_of_the_house_is_read_in_chinese(onlooker: Viewer) -> None:
    page = onlooker.open("/")
    expect(page).to_have_title("管家 guanjia")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    today = panel(page, "today")
    assert "今日用水" in today
    assert "2.5" in today
    assert "昨日 15.5" in today
    progress = panel(page, "water_per_person")
    assert "超出同期进度 150 %" in progress
    assert "25 %" in progress
    assert "单一来源，未核对官方文本" in progress
    assert "正在告警" in panel(page, "alerts")
    assert "宁A00001" in panel(page, "vehicles")


def test_every_chart_is_drawn(onlooker: Viewer) -> None:
    page = onlooker.open("/zh")
    for name in ("water_by_day", "water_by_zone", "electricity_by_item", "rejected"):
        expect(page.locator(f"[data-panel={name}] canvas")).to_be_visible()
    # vehicles, and the fence of home around them
    drawn = page.locator("[data-panel=vehicles] .plane path")
    expect(drawn.and_(page.locator("[stroke='#fff']")).first).to_be_visible()
    expect(drawn.and_(page.locator("[stroke='#2f80c2']"))).not_to_have_count(0)


def test_an_empty_database_says_what_is_missing(viewer: Viewer) -> None:
    page = viewer.open("/en")
    assert "run guanjia registry apply" in panel(page, "sites")
    assert "it takes a main water meter" in panel(page, "water_per_person")
    assert "nothing is the matter" in panel(page, "alerts")
    assert "No water has been counted" in panel(page, "water_by_day")


def test_the_switch_leads_to_english_and_back(onlooker: Viewer) -> None:
    page = onlooker.open("/")
    page.get_by_role("link", name="English").click()
    expect(page.locator("[data-panel=today]")).to_contain_text("Water today")
    expect(page.locator("[data-panel=water_by_zone] h2")).to_have_text("Water by zone, second-level meters")
    assert page.locator("html").get_attribute("lang") == "en-US"
    page.get_by_role("link", name="中文").click()
    expect(page.locator("[data-panel=today]")).to_contain_text("今日用水")


def test_the_ground_follows_the_system_until_somebody_chooses(
    browser: Browser, standing_console: Console
) -> None:
    with Viewer(browser, standing_console.url, standing_console.administrator, ground="dark") as viewer:
        page = viewer.open("/zh")
        expect(page.locator("body.body--dark")).to_be_visible()
        page.get_by_role("button", name="浅色或深色").click()
        expect(page.locator("body.body--light")).to_be_visible()
        page.reload()
        expect(page.locator("body.body--light")).to_be_visible()
    assert viewer.complaints == []


def test_a_phone_scrolls_down_and_never_sideways(browser: Browser, standing_console: Console) -> None:
    with Viewer(
        browser, standing_console.url, standing_console.administrator, width=360, height=740
    ) as viewer:
        page = viewer.open("/zh")
        expect(page.locator("[data-panel=vehicles] .plane")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        widest = page.evaluate(
            "Math.max(...[...document.querySelectorAll('.panel')]"
            ".map(panel => panel.getBoundingClientRect().right))"
        )
        assert widest <= 360
    assert viewer.complaints == []


@pytest.mark.usefixtures("nasty_house")
def test_names_that_want_to_be_markup_are_shown_as_text(viewer: Viewer) -> None:
    page = viewer.open("/zh")
    vehicles = page.locator("[data-panel=vehicles]")
    expect(vehicles).to_contain_text("宁A00001<script>window.broken = 1</script>")
    expect(page.locator("[data-panel=silent_devices]")).to_contain_text("{{ 7 * 7 }}${7 * 7}`")
    for name in ("water_by_day", "water_by_zone"):
        page.locator(f"[data-panel={name}] canvas").hover()
    vehicles.locator(".plane path[stroke='#fff']").first.hover(force=True)
    expect(page.locator(".leaflet-tooltip")).to_contain_text("<script>window.broken = 1</script>")
    assert page.evaluate("window.broken") is None
    assert page.locator("img[src=x]").count() == 0


@pytest.mark.usefixtures("house")
def test_new_figures_appear_without_a_reload(viewer: Viewer, database: Database) -> None:
    page = viewer.open("/en")
    with database.connect() as connection:
        connection.execute("UPDATE alert SET state = 'resolved'")
    expect(page.locator("[data-panel=alerts]")).to_contain_text("nothing is the matter", timeout=30_000)
    expect(page.locator("[data-panel=today] [data-column=firing] .number-value")).to_have_text(
        "0", timeout=30_000
    )


@pytest.mark.usefixtures("house")
def test_a_database_that_goes_away_is_told_and_what_was_shown_stays(
    viewer: Viewer, database: Database
) -> None:
    page = viewer.open("/en")
    with database.connect() as connection:
        connection.execute(
            "REVOKE SELECT ON analytics.daily FROM guanjia_reader, guanjia_views, guanjia_console"
        )
    today = page.locator("[data-panel=today]")
    expect(today).to_contain_text("No data: this login may not read", timeout=30_000)
    expect(today).to_contain_text("15.5")


@pytest.mark.usefixtures("house")
def test_nobody_asks_any_more_when_the_last_viewer_is_gone(
    browser: Browser, console: Console, database: Database
) -> None:
    with Viewer(browser, console.url, console.administrator) as viewer:
        viewer.open("/zh")
    # while somebody looks, the pipeline is asked of every 5 s: a pause of 8 s is not seen
    with database.connect() as connection:
        connection.autocommit = True
        connection.execute("SET statement_timeout = '40s'")
        connection.execute(
            """
            DO $$
            BEGIN
                WHILE (
                    SELECT max(query_start) > clock_timestamp() - interval '8 seconds'
                    FROM pg_stat_activity
                    WHERE application_name = 'guanjia-web' AND datname = current_database()
                ) LOOP
                    PERFORM pg_sleep(0.2);
                    PERFORM pg_stat_clear_snapshot();
                END LOOP;
            END
            $$
            """
        )


@pytest.mark.usefixtures("house")
def test_it_ends_in_order_while_somebody_looks(browser: Browser, console: Console) -> None:
    with Viewer(browser, console.url, console.administrator) as viewer:
        viewer.open("/zh")
        assert console.stop() == 0
    assert console.log == ""
