"""Who gets mail, from the registry file to the inbox."""

from datetime import timedelta

import pytest

from alerts.telling import tellings
from alerts.worker import Round
from guanjia.registry_files.yaml_file import read_yaml
from models.alerts import Severity
from storage.alerting import write_round
from storage.registry.apply import apply
from tests.integration.alerts.people.desk import Desk
from tests.integration.alerts.records import Inbox, add_institution, set_progress
from tests.integration.counting import counted


def test_severity_and_groups_of_a_contact_choose_its_mail(desk: Desk, inbox: Inbox) -> None:
    desk.severity(Severity.WARNING, "water")
    desk.write(
        "[{name: 甲, email: a@x.cn, from_severity: warning, groups: [water]},"
        " {name: 乙, email: b@x.cn, from_severity: critical}, {name: 丙, email: c@x.cn, groups: [power]}]"
    )
    assert desk.round().sent == 1
    assert inbox.recipients() == {"a@x.cn": 1}
    assert "甲" in str(inbox.mails[0]["To"])


def test_the_city_hears_of_critical_alerts_of_all_below(desk: Desk, inbox: Inbox) -> None:
    desk.write("[{name: 甲, email: a@x.cn}]")
    desk.write(
        "[{name: 市, email: c@x.cn, subtree: true, from_severity: critical, language: en}]", code="city"
    )
    desk.severity(Severity.CRITICAL)
    assert desk.round().sent == 2
    assert inbox.recipients() == {"a@x.cn": 1, "c@x.cn": 1}
    (english,) = (mail for mail in inbox.mails if "c@x.cn" in str(mail["To"]))
    assert "An office" in str(english["Subject"])


def test_one_address_with_two_jobs_gets_one_mail(desk: Desk, inbox: Inbox) -> None:
    desk.write("[{name: 甲, email: a@x.cn}]")
    desk.write("[{name: 甲, email: A@x.cn, subtree: true}]", code="city")
    assert desk.round().sent == 1
    assert inbox.recipients() == {"a@x.cn": 1}


def test_an_alert_that_nobody_takes_is_said(
    desk: Desk, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    desk.write("[{name: 甲, email: a@x.cn, from_severity: critical}]")
    assert desk.round() == Round(True, 1, 0, 0, 0)
    assert "alert without contact subject=institution:jgj" in caplog.text
    assert not inbox.mails


def test_what_the_registry_was_told_of_contacts_comes_back_and_changes_nothing(desk: Desk) -> None:
    contacts = (
        "[{name: 甲, email: a@x.cn, from_severity: warning, groups: [water, leak], subtree: true,"
        " only_on_duty: true, channels: [mail, ops-wecom], quiet_hours: {from: '22:00', to: 7:00}},"
        " {name: 乙, email: b@x.cn, quiet_hours: {from: '12:00', to: '13:30', timezone: Asia/Urumqi}}]"
    )
    duty = (
        "[{who: a@x.cn, first_day: 2026-11-23, last_day: 2026-11-29},"
        " {who: b@x.cn, first_day: 2026-11-30, every: FREQ=WEEKLY;INTERVAL=2, days: 7}]"
    )
    assert desk.write(contacts, duty).changes
    assert desk.write(contacts, duty).changes == ()
    text = "institutions:\n  - {code: jgj, name: 新名}\n"
    apply(desk.connection, read_yaml("x.yaml", text.encode())[0])
    assert desk.connection.execute(
        "SELECT email, from_severity, groups, subtree, only_on_duty, channels, quiet_from::text, quiet_zone"
        " FROM contact ORDER BY email"
    ).fetchall() == [
        ("a@x.cn", "warning", ["water", "leak"], True, True, ["mail", "ops-wecom"], "22:00:00", None),
        ("b@x.cn", "info", [], False, False, ["mail"], "12:00:00", "Asia/Urumqi"),
    ]
    assert desk.connection.execute("SELECT count(*) FROM duty_turn").fetchone() == (2,)


def test_whoever_is_on_duty_that_day_gets_the_mail_and_a_gap_falls_back(desk: Desk, inbox: Inbox) -> None:
    # the clock stands at 2026-11-21 16:15 in Shanghai
    contacts = (
        "[{name: 甲, email: a@x.cn, only_on_duty: true}, {name: 乙, email: b@x.cn, only_on_duty: true}]"
    )
    turn = "{{who: {who}@x.cn, first_day: 2026-11-{day}}}"
    turns = [turn.format(who="a", day=21), turn.format(who="b", day=28)]
    desk.write(contacts, f"[{', '.join(turns)}]")
    desk.round()
    assert inbox.recipients() == {"a@x.cn": 1}
    # reminders of a week: the other's day, then a day that nobody has
    desk.round(timedelta(days=7))
    assert inbox.recipients() == {"a@x.cn": 1, "b@x.cn": 1}
    desk.round(timedelta(days=7))
    assert inbox.recipients() == {"a@x.cn": 2, "b@x.cn": 2}


def test_telling_takes_the_same_queries_however_many_alerts(desk: Desk) -> None:
    desk.write("[{name: 甲, email: a@x.cn}]")
    asked: list[int] = []
    for number in (1, 20):
        for each in range(number):
            add_institution(desk.connection, f"n{number}-{each}", [], parent="jgj")
            set_progress(desk.connection, f"n{number}-{each}", 1.5)
        judgements = desk.judge()
        with counted(desk.connection) as statements:
            written = write_round(desk.connection, judgements, tellings(desk.connection, judgements))
        assert written.changes >= number
        asked.append(len(statements))
    assert asked == [2, 2]
