"""What rules about vehicles see in a real database, and what a mail says of it."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from alerts.worker import Round
from guanjia.registry_files.reading import read_files
from storage.registry import apply
from tests.integration.alerts.office.desk import Desk, gauge, states, text_of
from tests.integration.alerts.pool import HOME, NORTH_KM, NOW, driven, parked, rule_folder, send
from tests.integration.alerts.records import Inbox
from tests.integration.counting import counted

FAR = (106.2, 38.5 + 30 * NORTH_KM)
MALL = (106.215, 38.515)
MINUTE = timedelta(minutes=1)
NOTHING = Round(True, 0, 0, 0, 0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return rule_folder(tmp_path)


SPEEDING = ("limit_kmh: 80", "fires_above: 10", "clears_below: 1", "fences: [school-road]")


def test_who_keeps_above_the_limit_is_named_with_speed_and_time(
    desk: Desk, inbox: Inbox, folder: Path
) -> None:
    desk.rule(folder, "speeding", *SPEEDING)
    send(desk.connection, "bd-12", driven(HOME, -20 * MINUTE, [60, 85, 96, 99, 101, 97, 70]))
    send(desk.connection, "bd-13", driven(HOME, -20 * MINUTE, [60, 85, 80, 79, 85, 83, 70]))
    assert desk.round().sent == 1
    assert states(desk.connection) == {"vehicle:宁A01200": "firing"}
    assert (
        "宁A01200（轿车）：持续超速，时速 97 公里，限速 80 公里（2026-11-21 15:56 至 2026-11-21 15:57）"
        in text_of(inbox)
    )
    desk.round(timedelta(hours=3))
    assert states(desk.connection) == {"vehicle:宁A01200": "resolved"}


def test_one_absurd_speed_is_nobodys_speeding(desk: Desk, folder: Path) -> None:
    desk.rule(folder, "speeding", *SPEEDING)
    track = driven(HOME, -20 * MINUTE, [60, 61, 60, 62, 60, 60, 60])
    track[3] = (track[3][0], track[3][1], 190.0, True)
    send(desk.connection, "bd-12", track)
    # a tracker that says 150 km/h and stands still
    send(desk.connection, "bd-13", [(after, HOME, 150.0, True) for after, *_ in track])
    assert desk.round() == NOTHING


def test_a_fence_has_a_limit_of_its_own(desk: Desk, inbox: Inbox, folder: Path) -> None:
    desk.rule(folder, "speeding", *SPEEDING)
    send(desk.connection, "bd-12", driven((106.3, 38.45), -20 * MINUTE, [55, 55, 52, 55, 55]))
    send(desk.connection, "bd-13", driven((106.302, 38.45), -20 * MINUTE, [55, 55, 52, 55, 55]))
    desk.round()
    assert states(desk.connection) == {"vehicle:宁A01200": "firing"}
    assert "在“学校路段”内持续超速，时速 52 公里，限速 30 公里" in text_of(inbox)


def test_the_order_of_arrival_does_not_matter(desk: Desk, folder: Path) -> None:
    desk.rule(folder, "speeding", *SPEEDING)
    track = driven(HOME, -20 * MINUTE, [60, 85, 96, 99, 101, 97, 70])
    send(desk.connection, "bd-12", [*track[::2], *reversed(track[1::2])])
    desk.round()
    assert states(desk.connection) == {"vehicle:宁A01200": "firing"}


def test_who_stays_in_a_forbidden_place_is_named_and_who_passes_is_not(
    desk: Desk, inbox: Inbox, folder: Path
) -> None:
    desk.rule(folder, "geofence", "crossing: enters", "fences: [mall]", "fires_above: 10")
    send(desk.connection, "bd-12", parked(MALL, -40 * MINUTE, 13, MINUTE))
    send(desk.connection, "bd-13", parked(MALL, -40 * MINUTE, 6, MINUTE))
    desk.round()
    assert states(desk.connection) == {"vehicle:宁A01200": "firing"}
    text = text_of(inbox)
    assert "在“商场”内停留 12 分钟（2026-11-21 15:35 至 2026-11-21 15:47）" in text
    assert "106." not in text, "a mail names places, not coordinates"


def test_who_leaves_an_area_is_named_until_it_is_back_for_a_while(
    desk: Desk, inbox: Inbox, folder: Path
) -> None:
    desk.rule(folder, "geofence", "crossing: leaves", "fences: [garage, mall]", "fires_above: 10")
    send(desk.connection, "bd-12", parked(FAR, -40 * MINUTE, 3))
    send(desk.connection, "bd-13", parked(HOME, -40 * MINUTE, 3))
    desk.round()
    assert states(desk.connection) == {"vehicle:宁A01200": "firing"}
    assert "驶出“车库” 30 分钟" in text_of(inbox)
    send(desk.connection, "bd-12", parked(HOME, 20 * MINUTE, 9))
    desk.round(timedelta(hours=3))
    assert states(desk.connection) == {"vehicle:宁A01200": "resolved"}


@pytest.mark.parametrize("bad", ["null island", "jump", "few satellites", "drift"])
def test_bad_fixes_leave_no_area(desk: Desk, folder: Path, bad: str) -> None:
    desk.rule(folder, "geofence", "crossing: leaves", "fences: [garage]", "fires_above: 0")
    send(desk.connection, "bd-12", parked(HOME, -110 * MINUTE, 7))
    match bad:
        case "null island":
            send(desk.connection, "bd-12", parked((0.0, 0.0), -9 * MINUTE, 5, MINUTE))
        case "jump":
            send(desk.connection, "bd-12", parked(FAR, -9 * MINUTE, 2, MINUTE))
        case "few satellites":
            send(desk.connection, "bd-12", parked(FAR, -9 * MINUTE, 8, MINUTE), satellites=3)
        case _:
            drifted = (106.2, 38.5 + 0.24 * NORTH_KM)
            send(desk.connection, "bd-12", parked(drifted, -9 * MINUTE, 8, MINUTE))
    assert desk.round() == NOTHING


def test_a_tracker_counts_for_the_vehicle_that_carried_it_then(desk: Desk, folder: Path) -> None:
    desk.rule(folder, "geofence", "crossing: leaves", "fences: [garage]", "fires_above: 10")
    send(desk.connection, "bd-12", parked(FAR, -60 * MINUTE, 4))
    for statement in (
        "DELETE FROM vehicle_tracker WHERE device_id = (SELECT id FROM device WHERE code = 'bd-13')",
        "UPDATE vehicle_tracker SET valid = tstzrange(lower(valid), '2026-11-21 07:00Z')"
        " WHERE device_id = (SELECT id FROM device WHERE code = 'bd-12')",
        "INSERT INTO vehicle_tracker SELECT vehicle.id, device.id, '[2026-11-21 07:00Z,)'"
        " FROM vehicle, device WHERE plate = '宁A01300' AND device.code = 'bd-12'",
    ):
        desk.connection.execute(statement)
    desk.connection.commit()
    desk.round()
    assert states(desk.connection) == {"vehicle:宁A01300": "firing"}


OUT_OF_HOURS = (
    'allowed: [{days: workdays, from: "07:00", to: "20:00"}]',
    "fires_above: 1",
    "select: {except_duties: [enforcement]}",
)


def test_a_drive_on_a_saturday_is_named_and_one_on_friday_is_not(
    desk: Desk, inbox: Inbox, folder: Path
) -> None:
    desk.rule(folder, "out_of_hours", *OUT_OF_HOURS, "within: 2d")
    saturday = driven(HOME, -60 * MINUTE, [0, *[40] * 12, 0])
    send(desk.connection, "bd-12", saturday)
    send(desk.connection, "bd-03", saturday)  # enforcement
    send(desk.connection, "bd-13", driven(HOME, timedelta(hours=-25), [0, *[40] * 12, 0]))
    desk.round()
    assert states(desk.connection) == {"vehicle:宁A01200": "firing"}
    assert "在非用车时段行驶 4 公里（2026-11-21 15:15 至 2026-11-21 15:21）" in text_of(inbox)


def order(desk: Desk, plate: str, times: tuple[str, str], state: str) -> None:
    """Enter an order of a vehicle."""
    desk.connection.execute(
        "INSERT INTO dispatch_order (institution_id, number, applicant, purpose, destination, planned_from,"
        " planned_to, vehicle_id, state)"
        " SELECT institution_id, plate, '李四', '值守', '青铜峡', %s, %s, id, %s"
        " FROM vehicle WHERE plate = %s",
        [*times, state, plate],
    )
    desk.connection.commit()


def test_a_drive_that_an_order_or_duty_covers_is_not_out_of_hours(desk: Desk, folder: Path) -> None:
    desk.rule(folder, "out_of_hours", *OUT_OF_HOURS, "within: 2d")
    for device in ("bd-12", "bd-13", "bd-14", "bd-15"):
        send(desk.connection, device, driven(HOME, -60 * MINUTE, [0, *[40] * 12, 0]))
    whole_day = ("2026-11-21 00:00+08", "2026-11-21 20:00+08")
    order(desk, "宁A01200", whole_day, "approved")
    order(desk, "宁A01300", whole_day, "applied")
    desk.connection.execute(
        "INSERT INTO vehicle_duty (vehicle_id, starts_at, ends_at, reason, registered_at, registered_by)"
        " SELECT id, '2026-11-20', '2026-11-22', '值班', at, '王主任'"
        " FROM vehicle JOIN"
        " (VALUES ('宁A01400', '2026-11-19Z'::timestamptz), ('宁A01500', '2026-11-21 07:55Z'))"
        " AS registered (number, at) ON plate = number"
    )
    desk.connection.commit()
    desk.round()
    # nobody approved the one, and the other was registered when it was home again
    assert states(desk.connection) == {"vehicle:宁A01300": "firing", "vehicle:宁A01500": "firing"}


@pytest.mark.parametrize("what", ["drift", "engine in the yard", "jump", "speed without ignition"])
def test_what_does_not_drive_is_not_out_of_hours(desk: Desk, folder: Path, what: str) -> None:
    desk.rule(folder, "out_of_hours", *OUT_OF_HOURS)
    aside = (106.2, 38.5 + 0.2 * NORTH_KM)
    track = [(-100 * MINUTE + MINUTE * n, aside if n % 2 else HOME, 0.0, False) for n in range(40)]
    match what:
        case "drift":
            pass
        case "engine in the yard":
            track = [(after, place, 2.0, True) for after, place, *_ in track]
        case "jump":
            track[20] = (track[20][0], FAR, 0.0, True)
        case _:
            track = [(after, place, 30.0, False) for after, place, *_ in track]
    send(desk.connection, "bd-12", track)
    assert desk.round() == NOTHING


def test_hours_of_a_year_without_calendar_are_not_judged(desk: Desk, folder: Path) -> None:
    desk.rule(folder, "out_of_hours", *OUT_OF_HOURS, "within: 2d")
    desk.clock.move(timedelta(days=90))
    send(desk.connection, "bd-12", driven(HOME, timedelta(days=89), [0, *[40] * 12, 0]))
    desk.round()
    assert states(desk.connection) == {"vehicle:宁A01200": "no_data"}


OVERNIGHT = (
    "fences: [garage]",
    "fires_above: 0.5",
    'schedule: {from: "22:00", to: "05:00"}',
    "select: {plates: [宁A01200, 宁A01300, 宁A01400, 宁A01500]}",
)
NIGHT = timedelta(hours=7)
"""From NOW to 23:15 in Ningxia."""


def test_who_is_not_at_home_at_night_is_named_and_a_sleeping_tracker_is_not(
    desk: Desk, inbox: Inbox, folder: Path
) -> None:
    desk.rule(folder, "overnight_away", *OVERNIGHT)
    send(desk.connection, "bd-12", [*parked(HOME, timedelta(), 1), *parked(FAR, 60 * MINUTE, 3)])
    # home since Thursday, and silent
    send(desk.connection, "bd-13", parked(HOME, timedelta(days=-2), 3))
    # on its way when it was last heard of, at noon: nobody knows
    send(desk.connection, "bd-14", driven(FAR, -240 * MINUTE, [50, 50, 50]))
    desk.round()
    assert "vehicle:宁A01200" not in states(desk.connection), "by day it may be where it is"
    desk.round(NIGHT)
    assert states(desk.connection) == {
        "vehicle:宁A01200": "firing",
        "vehicle:宁A01400": "no_data",
        "vehicle:宁A01500": "no_data",
    }
    assert "夜间未停放在“车库”，相距 29.8 公里（最近定位 2026-11-21 17:45）" in text_of(inbox)
    send(desk.connection, "bd-12", parked(HOME, NIGHT + 20 * MINUTE, 4))
    desk.round(timedelta(hours=2))
    assert states(desk.connection)["vehicle:宁A01200"] == "resolved"


def test_an_order_over_several_days_is_no_absence(desk: Desk, folder: Path) -> None:
    desk.rule(folder, "overnight_away", *OVERNIGHT)
    for device in ("bd-12", "bd-13"):
        send(desk.connection, device, parked(FAR, 60 * MINUTE, 3))
    order(desk, "宁A01200", ("2026-11-20 08:00+08", "2026-11-23 18:00+08"), "under_way")
    order(desk, "宁A01300", ("2026-11-20 08:00+08", "2026-11-21 18:00+08"), "under_way")
    desk.round(NIGHT)
    found = states(desk.connection)
    assert found["vehicle:宁A01300"] == "firing"
    assert "vehicle:宁A01200" not in found


def test_a_last_fix_that_jumped_is_not_where_a_vehicle_is(desk: Desk, folder: Path) -> None:
    desk.rule(folder, "overnight_away", *OVERNIGHT)
    send(desk.connection, "bd-12", [*parked(HOME, timedelta(hours=5), 8), *parked(FAR, NIGHT - MINUTE, 1)])
    desk.round(NIGHT)
    assert "firing" not in states(desk.connection).values()


def odometer(connection: psycopg.Connection, device: str, shown: dict[int, float]) -> None:
    """Store what an odometer showed so many days before NOW."""
    for days, km in shown.items():
        gauge(connection, device, "odometer_km", km, NOW - timedelta(days=days))


def serviced(desk: Desk, tmp_path: Path, services: str) -> None:
    file = tmp_path / "vehicle.yaml"
    file.write_text(
        "vehicles:\n  - {plate: 宁A01200, device: bd-12, valid_from: 2026-01-01T00:00:00+08:00,"
        f" services: [{services}]}}\n",
        "utf-8",
    )
    apply(desk.connection, read_files([file]))


def test_a_service_comes_due_by_distance_with_the_day_at_the_usual_mileage(
    desk: Desk, inbox: Inbox, folder: Path, tmp_path: Path
) -> None:
    desk.rule(folder, "maintenance_due", "fires_above: 0.9", "usual_days: 30")
    serviced(
        desk,
        tmp_path,
        "{task: own_service, every_km: 2500, last_on: 2026-10-22, last_odometer_km: 41000},"
        " {task: tyres, every_km: 70000, last_on: 2026-10-22, last_odometer_km: 41000},"
        " {task: insurance, every_months: 12, last_on: 2025-12-01}",
    )
    odometer(desk.connection, "bd-12", {day: 43_500 - 80.0 * day for day in range(30, -1, -1)})
    desk.round()
    assert states(desk.connection) == {
        "vehicle:宁A01200:insurance": "firing",
        "vehicle:宁A01200:own_service": "firing",
    }
    text = text_of(inbox)
    # the middle one of five readings counts, here that of two days ago: 2,340 km, and 69 km a day
    assert "宁A01200（轿车）：自主保养，预计 2026-11-23 到期，还可行驶 160 公里" in text
    assert "宁A01200（轿车）：保险续保，2026-12-01 到期" in text
    serviced(
        desk,
        tmp_path,
        "{task: own_service, every_km: 2500, last_on: 2026-11-21, last_odometer_km: 43240},"
        " {task: insurance, every_months: 12, last_on: 2026-11-21}",
    )
    desk.round(timedelta(minutes=1))
    assert set(states(desk.connection).values()) == {"resolved"}


def test_one_absurd_odometer_is_no_service_and_nothing_known_is_said(
    desk: Desk, folder: Path, tmp_path: Path
) -> None:
    desk.rule(folder, "maintenance_due", "fires_above: 0.9", "tasks: [own_service]")
    serviced(
        desk, tmp_path, "{task: own_service, every_km: 2500, last_on: 2026-10-22, last_odometer_km: 41000}"
    )
    desk.round()
    assert states(desk.connection) == {"vehicle:宁A01200:own_service": "no_data"}
    odometer(desk.connection, "bd-12", {day: 41_500 - 10.0 * day for day in range(20, 0, -1)} | {0: 999_999})
    desk.round(timedelta(minutes=1))
    assert states(desk.connection) == {"vehicle:宁A01200:own_service": "inactive"}


def test_days_left_fire_below(desk: Desk, inbox: Inbox, folder: Path, tmp_path: Path) -> None:
    desk.rule(folder, "maintenance_due", "measure: days", "fires_below: 15", "tasks: [inspection]")
    serviced(desk, tmp_path, "{task: inspection, every_months: 12, last_on: 2025-12-01}")
    desk.round()
    assert "车辆年检，2026-12-01 到期" in text_of(inbox)


def test_queries_are_as_many_for_one_vehicle_as_for_twenty(desk: Desk, folder: Path) -> None:
    asked: list[int] = []
    for number in range(1, 21):
        send(desk.connection, f"bd-{number:02}", parked(HOME, -60 * MINUTE, 4))
    # the first round looks the registry up
    desk.rule(folder, "speeding", *SPEEDING)
    desk.round()
    for kind, more in (
        ("speeding", SPEEDING),
        ("geofence", ("crossing: leaves", "fences: [garage]", "fires_above: 10")),
        ("out_of_hours", OUT_OF_HOURS[:2]),
        ("overnight_away", OVERNIGHT[:3]),
        ("maintenance_due", ("fires_above: 0.9",)),
    ):
        for plates in ("[宁A01200]", "[]"):
            desk.rule(folder, kind, *more, f"select: {{plates: {plates}}}")
            with counted(desk.connection) as statements:
                desk.round()
            asked.append(len(statements))
        assert asked[-1] == asked[-2], kind
    assert 0 < max(asked) <= 10
