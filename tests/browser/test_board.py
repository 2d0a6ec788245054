"""The dispatcher's board in a real browser: red where somebody has to look, and nowhere else."""

import pytest
from playwright.sync_api import expect

from tests.browser.viewer import Viewer
from tests.integration.database import Database

_LATE = """
INSERT INTO outing_home (vehicle_id, digest) SELECT id, '' FROM vehicle;
INSERT INTO stop (vehicle_id, started_at, ended_at, lon, lat, idling_s, fixes)
SELECT id, now() - interval '3 hours', now() - interval '5 minutes', 106.2, 38.5, 0, 12 FROM vehicle;
INSERT INTO dispatch_order (
    institution_id, number, applicant, purpose, destination, planned_from, planned_to, vehicle_id, driver,
    state
)
SELECT
    institution_id, '2026-117', '<b>李四</b>', '调研', '青铜峡', now() - interval '4 hours',
    now() - interval '1 hour', id, '马师傅', 'under_way'
FROM vehicle ORDER BY plate LIMIT 1;
INSERT INTO outing (vehicle_id, started_at, trips, distance_m, furthest_m)
SELECT vehicle_id, now() - interval '4 hours', 1, 52000, 48000 FROM dispatch_order
"""


@pytest.mark.usefixtures("house")
def test_a_normal_day_is_not_red(viewer: Viewer) -> None:
    page = viewer.open("/zh")
    page.get_by_role("link", name="调度看板").click()
    expect(page.locator("[data-panel=late]")).to_contain_text("均已按时归队")
    expect(page.locator("[data-panel=night]")).to_contain_text("夜间一切正常")
    assert page.locator(".is-alarm").count() == 0
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Dispatch board")
    expect(page.locator("[data-panel=late]")).to_contain_text("Everybody is back in time")


@pytest.mark.usefixtures("house")
def test_a_vehicle_that_is_late_is_red(viewer: Viewer, database: Database) -> None:
    with database.connect() as connection:
        connection.execute(_LATE)
    page = viewer.look("/board")
    late = page.locator("[data-panel=late].is-alarm")
    expect(late).to_contain_text("宁A00001")
    expect(late).to_contain_text("马师傅")
    expect(page.locator("[data-panel=orders]")).to_contain_text("<b>李四</b>")
    assert page.locator(".is-alarm").count() == 1
