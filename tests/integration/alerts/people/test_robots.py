"""Contacts with a group robot or webhook: what it gets, and that no way out delays another."""

import json
import logging
import ssl
import threading
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest

from alerts.channels import Channel, channel
from alerts.worker import Round
from guanjia.channel_files import read_channels
from storage.alerting import list_alerts
from tests.integration.alerts.people.desk import LOOPBACK, Desk
from tests.integration.alerts.records import Inbox, outbox_rows
from tests.integration.alerts.robots import Robots, serve

KEY = "aaaabbbbccccddddeeeeffff00001111"
BOTH = "[{name: 甲, email: a@x.cn, channels: [mail, ops]}]"


@pytest.fixture
def robots(channels: dict[str, Channel]) -> Generator[Robots]:
    """A webhook on this machine that is the channel `ops`, whose secret is known."""
    with serve(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)) as robots:
        channels["ops"] = channel("ops", url(robots.port), timeout_seconds=5)
        yield robots


def url(port: int) -> str:
    return f"json://{LOOPBACK}:{port}/{KEY}"


def test_a_robot_gets_the_subject_and_the_first_lines(desk: Desk, inbox: Inbox, robots: Robots) -> None:
    desk.write(BOTH)
    assert desk.round() == Round(True, 1, 2, 0, 0)
    (post,) = robots.posts
    assert post.payload["title"] == inbox.mails[0]["Subject"]
    lines = str(post.payload["message"]).splitlines()
    assert lines[0] == "机关jgj：人均用水超出同期进度 63 %。"
    assert len(lines) == 8
    assert all(line.strip() for line in lines)
    assert "<" not in str(post.payload["message"])
    assert desk.round(timedelta(minutes=1)) == Round(True, 0, 0, 0, 0)


def test_a_robot_that_two_contacts_name_is_told_once(desk: Desk, robots: Robots) -> None:
    desk.write(BOTH[:-1] + ", {name: 乙, email: b@x.cn, channels: [ops]}]")
    assert desk.round().sent == 2
    assert len(robots.posts) == 1


def test_a_robot_that_is_away_delays_no_mail_and_gets_its_notice_later(
    desk: Desk, inbox: Inbox, robots: Robots
) -> None:
    desk.write("[{name: 乙, email: b@x.cn, channels: [ops, mail]}]")
    robots.status = 503
    assert desk.round() == Round(True, 1, 1, 1, 0)
    assert inbox.recipients() == {"b@x.cn": 1}
    (alert,) = list_alerts(desk.connection)
    assert (alert.sent, alert.waiting) == (1, 1)
    assert "503" in alert.error
    robots.status = 200
    assert desk.round(timedelta(seconds=59)).sent == 0
    assert desk.round(timedelta(seconds=1)).sent == 1
    assert len(robots.posts) == 2


def test_a_robot_that_does_not_answer_is_asked_once_a_minute(
    desk: Desk, inbox: Inbox, channels: dict[str, Channel], robots: Robots
) -> None:
    channels["ops"] = channel("ops", url(robots.port), timeout_seconds=2.0)
    robots.released = threading.Event()
    desk.write("[{name: 甲, email: a@x.cn, channels: [mail, ops]}]")
    desk.twice()
    assert desk.round() == Round(True, 2, 2, 1, 0)
    assert inbox.recipients() == {"a@x.cn": 2}
    assert desk.round(timedelta(seconds=30)).retried == 0
    assert len(robots.posts) == 1
    assert desk.round(timedelta(seconds=31)).retried == 1


def test_a_mail_server_that_is_away_delays_no_robot(desk: Desk, robots: Robots) -> None:
    desk.write(BOTH)
    with desk.mail_away():
        assert desk.round() == Round(True, 1, 1, 1, 0)
    assert len(robots.posts) == 1
    assert desk.round(timedelta(minutes=1)).sent == 1


def test_a_notice_that_is_refused_for_good_is_shown(desk: Desk, robots: Robots) -> None:
    desk.write("[{name: 甲, email: a@x.cn, channels: [ops]}]")
    robots.status = 400
    assert desk.round().failed == 1
    (alert,) = list_alerts(desk.connection)
    assert alert.failed == 1
    assert alert.error.startswith("ops: ")


def test_a_robot_that_is_away_for_a_day_is_given_up(desk: Desk, robots: Robots) -> None:
    desk.write("[{name: 甲, email: a@x.cn, channels: [ops]}]")
    robots.status = 503
    assert desk.round().retried == 1
    assert desk.round(timedelta(hours=24)).failed == 1
    assert list_alerts(desk.connection)[0].error.startswith("given up after 1 day")


def test_a_channel_without_secret_is_said_once_and_the_rest_goes_on(
    desk: Desk, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    desk.write(BOTH)
    assert desk.round() == Round(True, 1, 1, 1, 0)
    assert inbox.recipients() == {"a@x.cn": 1}
    assert desk.round(timedelta(minutes=1)).retried == 1
    assert desk.round(timedelta(minutes=2)).retried == 1
    said = [record.getMessage() for record in caplog.records if "secret" in record.getMessage()]
    assert said == [
        "channel without secret, the rest goes on error=ops: no secret: write it into the file of"
        " GUANJIA_CHANNELS_FILE and restart"
    ]
    assert "GUANJIA_CHANNELS_FILE" in list_alerts(desk.connection)[0].error


@pytest.mark.parametrize("status", [200, 400, 503])
def test_the_secret_is_in_no_row_and_no_log(
    desk: Desk,
    channels: dict[str, Channel],
    robots: Robots,
    status: int,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    file = tmp_path / "channels.yaml"
    file.write_text(f"ops: {url(robots.port)}\n")
    file.chmod(0o600)
    channels |= read_channels(file)
    robots.status, robots.answer = status, json.dumps({"error": url(robots.port)}).encode()
    desk.write(BOTH)
    desk.round()
    assert len(robots.posts) == 1
    rows = desk.connection.execute("SELECT to_jsonb(n) FROM notification AS n").fetchall()
    assert len(outbox_rows(desk.connection)) == 2
    assert KEY not in caplog.text + str(rows)
