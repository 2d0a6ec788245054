"""What rules about vehicles see in a real database, and what a mail says of it."""

import ssl
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest

from alerts.mail import Composer
from alerts.outbox import Outbox
from alerts.smtp import SmtpTransport, smtp_server
from alerts.worker import Round
from guanjia.mail_catcher import SmtpListener
from guanjia.registry_files.reading import read_files
from guanjia.translations import translations
from models.rules import Rule
from storage.registry import apply
from tests.integration.alerts.pool import HOME, NORTH_KM, driven, parked, rule_folder, send
from tests.integration.alerts.records import Hands, Inbox
from tests.integration.alerts.test_kinds import CONFIG, Desk, states, text_of
from tests.integration.database import Database

FAR = (106.2, 38.5 + 30 * NORTH_KM)
MALL = (106.215, 38.515)
MINUTE = timedelta(minutes=1)
NOTHING = Round(True, 0, 0, 0, 0)


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """The office compound with its 20 vehicles, one contact, and nothing measured."""
    with database.connect() as opened:
        folders = [CONFIG / name for name in ("factors", "quotas", "sites")]
        apply(opened, read_files([file for folder in folders for file in sorted(folder.glob("*.yaml"))]))
        yield opened


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def desk(connection: psycopg.Connection, inbox: Inbox) -> Generator[Desk]:
    rules: list[Rule] = []
    with SmtpListener(inbox, "127.0.0.1", 0) as server:
        transport = SmtpTransport(smtp_server(server.url), ssl.create_default_context())
        outbox = Outbox(lambda: rules, Composer("guanjia@example.org", translations()), transport)
        yield Desk(connection, rules, outbox, Hands())


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
    Random(4).shuffle(track)
    send(desk.connection, "bd-12", track)
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
