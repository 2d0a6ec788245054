"""What each kind of rule sees in a real database, and what a mail says of it."""

from datetime import timedelta
from pathlib import Path
from typing import Literal

import psycopg
import pytest
from psycopg import sql

from alerts.directory import Directory
from alerts.worker import Round
from models.errors import FileMistakesError
from models.rules import Selector
from storage.silences import Silence, acknowledge, add_silence, find_alerts
from storage.watched import watched
from tests.integration.alerts.office.desk import NOW, Desk, days, gauge, heard, states, text_of
from tests.integration.alerts.records import Inbox


def tag(
    connection: psycopg.Connection, table: Literal["device", "meter", "vehicle"], code: str, *tags: str
) -> str:
    """Give tags to what has a code (or plate) of this form; return one of these."""
    column = "plate" if table == "vehicle" else "code"
    statement = sql.SQL("UPDATE {} SET tags = %s WHERE {column} LIKE %s RETURNING {column}")
    tagged = connection.execute(
        statement.format(sql.Identifier(table), column=sql.Identifier(column)), [list(tags), code]
    ).fetchone()
    connection.commit()
    assert tagged is not None
    return str(tagged[0])


def test_a_device_that_falls_silent_is_named_with_since_when(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(tmp_path, "absence", "fires_above: 24", "select: {device_kinds: [water_meter]}")
    heard(desk.connection, NOW - timedelta(hours=1), "w%")
    assert desk.round() == Round(True, 0, 0, 0, 0)
    heard(desk.connection, NOW + timedelta(hours=24), "w1%")
    assert desk.round(timedelta(hours=24, minutes=30)).sent == 1
    fired = states(desk.connection)
    assert "device:w1-east" not in fired
    assert fired["device:w2-a"] == "firing"
    text = text_of(inbox)
    assert "已 26 小时没有数据，最后一次 2026-11-21 15:15" in text
    assert "另有" in text, "41 meters are not all named"


def test_a_site_that_falls_silent_is_one_line_and_hides_its_devices(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(tmp_path, "absence", "fires_above: 24", "select: {device_kinds: [water_meter]}")
    heard(desk.connection, NOW - timedelta(hours=1))
    desk.round(timedelta(hours=30))
    assert states(desk.connection) == {"site:office": "firing"}
    (mail,) = inbox.mails
    assert mail["Subject"] == "【警告】机关事务管理局：机关大院 office：整个场所已 31 小时没有数据"
    heard(desk.connection, NOW + timedelta(hours=30))
    desk.round()
    assert states(desk.connection) == {"site:office": "resolved"}
    assert len(inbox.mails) == 1


def test_a_low_battery_is_found_and_clears_above_the_other_threshold(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(
        tmp_path,
        "threshold",
        "quantity: battery_v",
        "fires_below: 3.2",
        "clears_above: 3.4",
        "newest_within: 2d",
    )
    gauge(desk.connection, "w2-a", "battery_v", 3.15, NOW)
    gauge(desk.connection, "w2-b", "battery_v", 3.6, NOW)
    assert desk.round().sent == 1
    assert states(desk.connection) == {"device:w2-a": "firing"}
    assert "3.15 V，低于 3.2 V" in text_of(inbox)
    gauge(desk.connection, "w2-a", "battery_v", 3.3, NOW + timedelta(minutes=1))
    assert desk.round(timedelta(minutes=2)) == Round(True, 0, 0, 0, 0)
    gauge(desk.connection, "w2-a", "battery_v", 3.6, NOW + timedelta(minutes=3))
    desk.round(timedelta(minutes=2))
    assert states(desk.connection) == {"device:w2-a": "resolved"}


def test_an_old_gauge_is_no_value(desk: Desk, tmp_path: Path) -> None:
    desk.rule(tmp_path, "threshold", "quantity: battery_v", "fires_below: 3.2", "newest_within: 2h")
    gauge(desk.connection, "w2-a", "battery_v", 3.0, NOW - timedelta(hours=3))
    assert desk.round().changes == 0


def test_a_day_far_above_its_weekday_says_what_it_comes_to(desk: Desk, inbox: Inbox, tmp_path: Path) -> None:
    desk.rule(
        tmp_path, "rate_of_change", "medium: water", "fires_above: 2", "min_amount: 1", "min_coverage: 0.8"
    )
    usual = {"2026-10-30": 9.0, "2026-11-06": 10.0, "2026-11-13": 11.0}
    days(desk.connection, "w2-a", usual | {"2026-11-20": 35.0})
    days(desk.connection, "w2-b", usual | {"2026-11-20": 15.0})
    days(desk.connection, "w2-c", {"2026-11-13": 0.1, "2026-11-06": 0.1, "2026-11-20": 0.9})
    days(desk.connection, "w2-k", {"2026-11-20": 99.0})
    desk.round()
    fired = states(desk.connection)
    assert fired == {"meter:w2-a": "firing", "meter:w2-k": "no_data"}
    text = text_of(inbox)
    assert "2026-11-20 用 35 m³，平常 10 m³，是平常的 3.5 倍" in text
    assert "25 m³" in text, "too much a day"
    assert "9,125 m³" in text, "a year at this rate"


def test_a_meter_that_is_barely_metered_is_found(desk: Desk, inbox: Inbox, tmp_path: Path) -> None:
    desk.rule(tmp_path, "low_coverage", "fires_below: 0.8", "days: 7", "select: {codes: [w2-a, w2-b]}")
    week = {f"2026-11-{day}": 1.0 for day in range(14, 21)}
    days(desk.connection, "w2-a", week, coverage=0.5)
    days(desk.connection, "w2-b", week, coverage=0.9)
    desk.round()
    assert states(desk.connection) == {"meter:w2-a": "firing"}
    assert "近 7 天只计量到 50 %" in text_of(inbox)


def test_a_step_nobody_explains_is_mailed_until_it_is_recorded(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(tmp_path, "set_aside", "fires_above: 0")
    desk.connection.execute(
        "INSERT INTO set_aside SELECT id, %s, -420.5, 'drop', now() FROM meter WHERE code = 'w2-a'",
        [NOW - timedelta(days=2)],
    )
    desk.round()
    assert "1 处读数突变未计入，合计 420 m³" in text_of(inbox).replace("421", "420")
    desk.connection.execute("DELETE FROM set_aside")
    desk.connection.commit()
    desk.round(timedelta(minutes=1))
    assert states(desk.connection) == {"meter:w2-a": "resolved"}


def test_an_acknowledged_alert_is_not_told_again_and_the_silence_of_an_institution_covers_its_meters(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(tmp_path, "threshold", "quantity: battery_v", "fires_below: 3.2", "newest_within: 60d")
    gauge(desk.connection, "w2-a", "battery_v", 3.0, NOW)
    desk.round()
    (found,) = find_alerts(desk.connection, "w2-a", None)
    acknowledge(desk.connection, found.id, desk.clock(), "李工", "已换电池")
    silence = Silence(
        "yinchuan", None, None, NOW, NOW + timedelta(days=3), "", None, "Asia/Shanghai", "检修", "王工"
    )
    add_silence(desk.connection, silence, NOW)
    gauge(desk.connection, "w2-b", "battery_v", 3.1, NOW)
    desk.round(timedelta(minutes=1))
    assert states(desk.connection) == {"device:w2-a": "acknowledged", "device:w2-b": "silenced"}
    desk.round(timedelta(days=8))
    assert states(desk.connection) == {"device:w2-a": "acknowledged", "device:w2-b": "firing"}
    assert len(inbox.mails) == 2
    assert "w2-b" in str(inbox.mails[1]["Subject"])


def test_a_silence_that_recurs_is_quiet_at_night_and_told_in_the_morning(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(tmp_path, "threshold", "quantity: battery_v", "fires_below: 3.2", "newest_within: 9d")
    night = Silence(
        None, "tried", None, NOW, None, "0 22 * * *", timedelta(hours=8), "Asia/Shanghai", "夜间", "王工"
    )
    add_silence(desk.connection, night, NOW)
    broken = Silence(
        None, "tried", None, NOW, None, "never mind", timedelta(hours=8), "Asia/Shanghai", "?", "?"
    )
    add_silence(desk.connection, broken, NOW)
    gauge(desk.connection, "w2-a", "battery_v", 3.0, NOW + timedelta(hours=7))
    # 23:15 in Ningxia, then 06:15
    assert desk.round(timedelta(hours=7)).sent == 0
    assert states(desk.connection) == {"device:w2-a": "silenced"}
    assert desk.round(timedelta(hours=7)).sent == 1
    assert len(inbox.mails) == 1


def test_what_nobody_acknowledges_goes_to_those_above(desk: Desk, inbox: Inbox, tmp_path: Path) -> None:
    desk.connection.execute(
        "INSERT INTO contact (institution_id, name, email, language)"
        " SELECT id, 'Chief', 'chief@example.org', 'en' FROM institution WHERE code = 'yinchuan'"
    )
    desk.rule(
        tmp_path,
        "threshold",
        "quantity: battery_v",
        "fires_below: 3.2",
        "escalate_after: 2h",
        "newest_within: 9d",
    )
    gauge(desk.connection, "w2-a", "battery_v", 3.0, NOW)
    desk.round()
    desk.round(timedelta(hours=1))
    assert inbox.recipients() == {"energy@example.org": 1}
    desk.round(timedelta(hours=1))
    desk.round(timedelta(hours=1))
    assert inbox.recipients() == {"energy@example.org": 1, "chief@example.org": 1}
    assert "Nobody has acknowledged this in time" in text_of(inbox)


def test_a_rule_that_was_taken_out_ends_its_alerts(desk: Desk, tmp_path: Path) -> None:
    desk.rule(tmp_path, "threshold", "quantity: battery_v", "fires_below: 3.2")
    gauge(desk.connection, "w2-a", "battery_v", 3.0, NOW)
    desk.round()
    desk.rule(tmp_path, "absence", "fires_above: 1000")
    desk.rules[0] = desk.rules[0].model_copy(update={"code": "another"})
    desk.round()
    assert states(desk.connection) == {"device:w2-a": "resolved"}
    reasons = desk.connection.execute("SELECT reason FROM alert_change ORDER BY id").fetchall()
    assert reasons == [("breached",), ("rule_gone",)]


def test_outside_its_schedule_a_rule_is_quiet(desk: Desk, tmp_path: Path) -> None:
    # 16:15 on a Saturday in Ningxia
    desk.rule(tmp_path, "threshold", "quantity: battery_v", "fires_below: 3.2", "schedule: {days: workdays}")
    gauge(desk.connection, "w2-a", "battery_v", 3.0, NOW)
    assert desk.round().changes == 0
    desk.rule(
        tmp_path,
        "threshold",
        "quantity: battery_v",
        "fires_below: 3.2",
        'schedule: {days: rest, from: "16:00"}',
    )
    assert desk.round().sent == 1


def test_alerts_that_come_later_wait_for_the_group_and_share_a_mail(
    desk: Desk, inbox: Inbox, tmp_path: Path
) -> None:
    desk.rule(
        tmp_path, "threshold", "quantity: battery_v", "fires_below: 3.2", "wait: 1min", "newest_within: 9d"
    )
    gauge(desk.connection, "w2-a", "battery_v", 3.0, NOW)
    assert desk.round().sent == 0
    gauge(desk.connection, "w2-b", "battery_v", 3.0, NOW)
    assert desk.round(timedelta(seconds=30)).sent == 0
    assert desk.round(timedelta(seconds=60)).sent == 1
    assert "2 处" in str(inbox.mails[0]["Subject"])
    gauge(desk.connection, "w2-c", "battery_v", 3.0, NOW)
    assert desk.round(timedelta(seconds=90)).sent == 0, "the group was told just now"
    assert desk.round(timedelta(minutes=5)).sent == 1
    assert len(inbox.mails) == 2


@pytest.mark.parametrize("selector", ["{codes: [nobody]}", "{}"])
def test_a_rule_that_matches_nothing_or_everything_is_just_a_rule(
    desk: Desk, selector: str, tmp_path: Path
) -> None:
    desk.rule(tmp_path, "low_coverage", "fires_below: 0.8", f"select: {selector}")
    done = desk.round()
    assert done.sent == (0 if "nobody" in selector else 1)


def test_a_rule_selects_by_tags_of_meters_and_of_their_devices(desk: Desk, tmp_path: Path) -> None:
    tag(desk.connection, "device", "w2-a", "key-area")
    tag(desk.connection, "meter", "w2-b", "public", "key-area")
    tag(desk.connection, "meter", "w2-c", "key-area", "trial")
    for meter in ("w2-a", "w2-b", "w2-c", "w2-k"):
        days(desk.connection, meter, {"2026-11-20": 30})
    volume = ("threshold", "quantity: volume_m3", "of: day", "fires_above: 20")
    desk.rule(tmp_path, *volume, "select: {tags: [public, key-area], except_tags: [trial]}")
    desk.round()
    assert states(desk.connection) == {"meter:w2-a": "firing", "meter:w2-b": "firing"}


def test_a_rule_about_devices_or_vehicles_asks_for_their_own_tags(desk: Desk) -> None:
    tag(desk.connection, "device", "w2-a", "key-area")
    tag(desk.connection, "meter", "w2-b", "key-area")
    plate = tag(desk.connection, "vehicle", "%", "pool")
    directory = Directory(1, watched(desk.connection))
    key = directory.selected("device", Selector(tags=("key-area",)))
    assert [subject.key for subject in key] == ["device:w2-a"]
    pool = directory.selected("vehicle", Selector(tags=("pool",)))
    assert plate in {subject.entry.code for subject in pool}
    assert directory.selected("vehicle", Selector(except_tags=("pool",))) == []


def test_a_bad_tag_of_a_rule_is_named_with_file_and_line(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(FileMistakesError) as caught:
        desk.rule(tmp_path, "absence", "fires_above: 24", "select:", "  tags:", "    - key area")
    said = str(caught.value)
    lines = (tmp_path / "rules.yaml").read_text("utf-8").splitlines()
    assert f"rules.yaml:{lines.index('        - key area') + 1}: rules.0.select.tags.0: " in said
