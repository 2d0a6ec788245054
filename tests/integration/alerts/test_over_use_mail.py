"""From figures in the database to mail on an SMTP server, and what becomes of it on bad days."""

from datetime import timedelta
from pathlib import Path

import psycopg

from alerts.outbox import CLAIM_LASTS
from alerts.worker import Round, one_round
from guanjia.mail_catcher import MailCatcher, SmtpListener
from storage.alerting import claim_mail, list_alerts
from tests.integration.alerts.records import (
    Hands,
    Inbox,
    add_institution,
    judge,
    outbox_rows,
    outbox_to,
    read_mail,
    set_progress,
)

LOOPBACK = "127.0.0.1"


def test_over_use_sends_one_mail_that_says_how_much(
    connection: psycopg.Connection, clock: Hands, tmp_path: Path
) -> None:
    with MailCatcher(tmp_path) as catcher:
        outbox = outbox_to(catcher.url)
        assert one_round(connection, judge(), outbox, clock) == Round(True, 1, 1, 0, 0)
        for _ in range(3):
            clock.move(timedelta(seconds=5))
            assert one_round(connection, judge(), outbox, clock) == Round(True, 0, 0, 0, 0)
    (file,) = tmp_path.iterdir()
    mail = read_mail(file)
    assert mail["Subject"] == "【超定额预警】机关jgj：人均用水超出同期进度 63 %"
    assert mail["To"] == "节能专管员 <energy@example.org>"
    assert outbox_rows(connection) == [("energy@example.org", True, False, 1, "")]


def test_the_mail_shows_the_latest_days_of_the_main_meters(
    connection: psycopg.Connection, clock: Hands, tmp_path: Path
) -> None:
    connection.execute(
        "INSERT INTO place (code, name, kind, institution_id, timezone)"
        " SELECT 'site', 'site', 'site', id, 'Asia/Shanghai' FROM institution"
    )
    connection.execute(
        "INSERT INTO device (code, kind, protocol, site_id)"
        " SELECT 'd' || level, 'water_meter', 'json_v1', place.id FROM place, generate_series(1, 2) AS level"
    )
    connection.execute(
        "INSERT INTO quantity (id, name, unit, kind) VALUES (1, 'volume_m3', 'm3', 'cumulative')"
        " ON CONFLICT DO NOTHING"
    )
    connection.execute(
        "INSERT INTO meter (code, name, device_id, quantity_id, medium, level, place_id)"
        " SELECT device.code, '', device.id, 1, 'water', right(device.code, 1)::smallint, place.id"
        " FROM device, place"
    )
    connection.execute(
        "INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)"
        " SELECT meter.id, day, CASE level WHEN 1 THEN 51.5 ELSE 999 END, 0, 1, now()"
        " FROM meter, generate_series(date '2026-11-01', '2026-11-25', '1 day') AS day"
    )
    connection.commit()
    with MailCatcher(tmp_path) as catcher:
        one_round(connection, judge(), outbox_to(catcher.url), clock)
    (file,) = tmp_path.iterdir()
    body = read_mail(file).get_body(("plain",))
    assert body is not None
    text = str(body.get_content())
    assert text.count("51.5") == 14
    assert "11-08 周日" in text
    assert "11-21 周六" in text
    assert "11-22" not in text
    assert "999" not in text


def test_a_server_that_is_down_gets_the_mail_when_it_is_up(
    connection: psycopg.Connection, clock: Hands, tmp_path: Path
) -> None:
    with MailCatcher(tmp_path) as catcher:
        url, port = catcher.url, catcher.port
    outbox = outbox_to(url)
    assert one_round(connection, judge(), outbox, clock).retried == 1
    with MailCatcher(tmp_path, port=port):
        assert one_round(connection, judge(), outbox, clock).sent == 0
        clock.move(timedelta(minutes=1))
        assert one_round(connection, judge(), outbox, clock).sent == 1
    assert len(list(tmp_path.iterdir())) == 1
    assert outbox_rows(connection) == [("energy@example.org", True, False, 2, "")]


def test_a_server_that_is_down_for_a_day_is_given_up_and_the_failure_is_shown(
    connection: psycopg.Connection, clock: Hands, tmp_path: Path
) -> None:
    with MailCatcher(tmp_path) as catcher:
        url = catcher.url
    outbox = outbox_to(url)
    one_round(connection, judge(), outbox, clock)
    clock.move(timedelta(hours=24))
    assert one_round(connection, judge(), outbox, clock).failed == 1
    (alert,) = list_alerts(connection)
    assert (alert.sent, alert.waiting, alert.failed) == (0, 0, 1)
    assert "given up after 1 day" in alert.error


def test_while_the_server_is_down_a_round_tries_it_once(
    connection: psycopg.Connection, clock: Hands, tmp_path: Path
) -> None:
    add_institution(connection, "school", ["a@example.org", "b@example.org"])
    set_progress(connection, "school", 1.2)
    with MailCatcher(tmp_path) as catcher:
        url = catcher.url
    assert one_round(connection, judge(), outbox_to(url), clock) == Round(True, 2, 0, 1, 0)


def test_a_refused_recipient_is_recorded_and_the_others_get_their_mail(
    connection: psycopg.Connection, clock: Hands
) -> None:
    add_institution(connection, "school", ["gone@example.org", "head@example.org"])
    set_progress(connection, "school", 1.2)
    inbox = Inbox(unknown="gone@example.org")
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        outbox = outbox_to(server.url)
        done = one_round(connection, judge(), outbox, clock)
        clock.move(timedelta(hours=1))
        one_round(connection, judge(), outbox, clock)
    assert (done.sent, done.failed) == (2, 1)
    assert inbox.recipients() == {"energy@example.org": 1, "head@example.org": 1}
    assert outbox_rows(connection)[1] == ("gone@example.org", False, True, 1, "550 no such user")


def test_a_busy_server_gets_the_mail_again(connection: psycopg.Connection, clock: Hands) -> None:
    add_institution(connection, "school", ["head@example.org"])
    set_progress(connection, "school", 1.2)
    inbox = Inbox(busy=1)
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        outbox = outbox_to(server.url)
        assert one_round(connection, judge(), outbox, clock) == Round(True, 2, 1, 1, 0)
        clock.move(timedelta(minutes=1))
        assert one_round(connection, judge(), outbox, clock) == Round(True, 0, 1, 0, 0)
    assert inbox.recipients() == {"energy@example.org": 1, "head@example.org": 1}


def test_a_line_break_in_an_address_is_recorded_and_the_others_get_their_mail(
    connection: psycopg.Connection, clock: Hands
) -> None:
    add_institution(connection, "school", ["x@example.org\nBcc: y@example.org", "head@example.org"])
    set_progress(connection, "school", 1.2)
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        done = one_round(connection, judge(), outbox_to(server.url), clock)
    assert (done.sent, done.failed) == (2, 1)
    assert inbox.recipients() == {"energy@example.org": 1, "head@example.org": 1}


def test_a_worker_killed_before_it_sent_is_made_good_when_its_claim_is_stale(
    connection: psycopg.Connection, clock: Hands
) -> None:
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        down = outbox_to(server.url.replace(str(server.port), "1"))
        one_round(connection, judge(), down, clock)
        clock.move(timedelta(minutes=1))
        assert claim_mail(connection, clock(), clock() - CLAIM_LASTS) is not None
        outbox = outbox_to(server.url)
        clock.move(CLAIM_LASTS - timedelta(seconds=1))
        assert one_round(connection, judge(), outbox, clock).sent == 0
        clock.move(timedelta(seconds=1))
        assert one_round(connection, judge(), outbox, clock).sent == 1
    assert inbox.recipients() == {"energy@example.org": 1}


def test_a_reminder_is_sent_a_week_later(connection: psycopg.Connection, clock: Hands) -> None:
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        outbox = outbox_to(server.url)
        for _ in range(8):
            one_round(connection, judge(), outbox, clock)
            clock.move(timedelta(days=1))
    assert ["提醒" in str(mail["Subject"]) for mail in inbox.mails] == [False, True]


def test_swinging_around_the_limit_sends_one_mail(connection: psycopg.Connection, clock: Hands) -> None:
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        outbox = outbox_to(server.url)
        for ratio in [1.11, 1.09, 1.01] * 5:
            set_progress(connection, "jgj", ratio)
            one_round(connection, judge(), outbox, clock)
            clock.move(timedelta(minutes=5))
    assert len(inbox.mails) == 1


def test_what_is_made_up_for_is_resolved_without_mail_and_tells_when_it_comes_again(
    connection: psycopg.Connection, clock: Hands
) -> None:
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        outbox = outbox_to(server.url)
        for ratio in [1.63, 0.99, 1.2]:
            set_progress(connection, "jgj", ratio)
            one_round(connection, judge(), outbox, clock)
            clock.move(timedelta(minutes=5))
    assert len(inbox.mails) == 2
    reasons = connection.execute("SELECT reason FROM alert_change ORDER BY id").fetchall()
    assert reasons == [("breached",), ("cleared",), ("breached",)]


def test_too_little_data_is_shown_and_not_mailed(connection: psycopg.Connection, clock: Hands) -> None:
    set_progress(connection, "jgj", 1.63, coverage=0.5)
    done = one_round(connection, judge(), outbox_to("smtp://127.0.0.1:1"), clock)
    assert done == Round(True, 1, 0, 0, 0)
    (alert,) = list_alerts(connection)
    assert (alert.state, alert.waiting) == ("no_data", 0)


def test_an_institution_that_loses_its_figures_is_resolved(
    connection: psycopg.Connection, clock: Hands
) -> None:
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        outbox = outbox_to(server.url)
        one_round(connection, judge(), outbox, clock)
        connection.execute("DELETE FROM indicator_value")
        connection.commit()
        one_round(connection, judge(), outbox, clock)
    reasons = connection.execute("SELECT to_state, reason FROM alert_change ORDER BY id").fetchall()
    assert reasons == [("firing", "breached"), ("resolved", "subject_gone")]


def test_an_institution_without_contacts_is_told_to_those_above_it(
    connection: psycopg.Connection, clock: Hands
) -> None:
    set_progress(connection, "jgj", 0.9)
    add_institution(connection, "office", [], parent="jgj")
    add_institution(connection, "section", [], parent="office")
    set_progress(connection, "section", 1.2)
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        one_round(connection, judge(), outbox_to(server.url), clock)
    assert inbox.recipients() == {"energy@example.org": 1}
    assert "机关section" in str(inbox.mails[0]["Subject"])


def test_an_alert_that_nobody_hears_of_is_kept(connection: psycopg.Connection, clock: Hands) -> None:
    connection.execute("DELETE FROM contact")
    connection.commit()
    done = one_round(connection, judge(), outbox_to("smtp://127.0.0.1:1"), clock)
    assert done == Round(True, 1, 0, 0, 0)
    assert [alert.state for alert in list_alerts(connection)] == ["firing"]


def test_the_role_of_the_alerts_worker_has_the_rights_it_needs(
    connection: psycopg.Connection, clock: Hands
) -> None:
    connection.execute("SET ROLE guanjia_alerts")
    connection.commit()
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        one_round(connection, judge(), outbox_to(server.url), clock)
    assert [alert.state for alert in list_alerts(connection)] == ["firing"]
    assert len(inbox.mails) == 1
