"""Quiet hours: held, not lost, and one mail when they end."""

import json
from datetime import UTC, datetime, time, timedelta

import psycopg
import pytest

from models.alerts import Severity
from models.people import Office, Person, Telling, Why
from models.registry import Language
from tests.integration.alerts.people.desk import Desk
from tests.integration.alerts.records import Inbox, outbox_rows

NIGHT = datetime(2026, 11, 21, 15, tzinfo=UTC)
"""23:00 in Shanghai."""
QUIET = "[{name: 甲, email: a@x.cn, quiet_hours: {from: '22:00', to: '07:00'}}]"


@pytest.fixture
def night(desk: Desk) -> Desk:
    """A desk at 23:00 whose one contact wants to sleep."""
    desk.write(QUIET)
    desk.clock.at = NIGHT
    return desk


def test_what_comes_at_night_is_one_mail_in_the_morning(night: Desk, inbox: Inbox) -> None:
    assert night.round().sent == 0
    # the same group tells of another rule an hour later
    other = night.rule.model_copy(update={"code": "water-again"})
    first = night.rule
    night.rules = [first, other]
    assert night.round(timedelta(hours=1)).changes == 1
    assert night.round(timedelta(hours=7) - timedelta(seconds=1)).sent == 0
    assert not inbox.mails
    assert night.round(timedelta(seconds=1)).sent == 1
    (mail,) = inbox.mails
    assert "alerts=2" in str(mail["X-Guanjia-Alert"])
    assert [row[1] for row in outbox_rows(night.connection)] == [True, True]


def test_critical_comes_at_night(night: Desk, inbox: Inbox) -> None:
    night.severity(Severity.CRITICAL)
    assert night.round().sent == 1
    assert inbox.recipients() == {"a@x.cn": 1}


def test_a_critical_mail_that_failed_takes_along_what_it_began_with(night: Desk, inbox: Inbox) -> None:
    # one mail of a critical and another part, begun before the quiet hours, tried again within them
    night.clock.at = NIGHT - timedelta(hours=1, minutes=1)
    critical = night.rule.model_copy(update={"code": "worse", "severity": Severity.CRITICAL})
    night.rules = [night.rule, critical]
    inbox.busy(1)
    assert night.round().retried == 1
    assert night.round(timedelta(minutes=2)).sent == 1
    assert "alerts=2" in str(inbox.mails[0]["X-Guanjia-Alert"])
    assert [row[1] for row in outbox_rows(night.connection)] == [True, True]


def test_a_mail_that_failed_in_the_evening_is_not_tried_at_night(night: Desk, inbox: Inbox) -> None:
    night.clock.at = NIGHT - timedelta(hours=1, minutes=1)
    inbox.busy(1)
    assert night.round().retried == 1
    assert night.round(timedelta(minutes=2)).sent == 0
    assert night.round(timedelta(hours=9)).sent == 1


def test_who_hears_by_day_too_is_not_held_by_who_sleeps(night: Desk, inbox: Inbox) -> None:
    night.write(QUIET[:-1] + ", {name: 乙, email: b@x.cn}]")
    assert night.round().sent == 1
    assert inbox.recipients() == {"b@x.cn": 1}


def test_database_and_python_agree_on_what_is_quiet(connection: psycopg.Connection) -> None:
    # both changes of New York's clock are among these days
    days = [datetime(2026, month, day, tzinfo=UTC) for month, day in ((3, 8), (7, 1), (11, 1))]
    instants = [day + timedelta(minutes=30) * step for day in days for step in range(48)]
    for zone in ("Asia/Shanghai", "UTC", "America/New_York"):
        for hours in ((22, 7), (7, 22), (0, 6), (18, 0), (None, None)):
            begin, end = (None if hour is None else time(hour) for hour in hours)
            telling = _telling(begin, end, zone)
            rows = connection.execute(
                "SELECT is_quiet(at::timestamptz, %s, %s, %s) FROM json_array_elements_text(%s) AS at",
                [begin, end, zone, json.dumps([at.isoformat() for at in instants])],
            ).fetchall()
            assert [row[0] for row in rows] == [telling.is_quiet(at) for at in instants]
            assert any(row[0] for row in rows) is (begin is not None)


def _telling(begin: time | None, end: time | None, zone: str) -> Telling:
    person = Person("a", "a@x.cn", Language.ZH_CN)
    office = Office(1, "o", "", "", None, zone, (), ())
    return Telling("mail", "a@x.cn", Language.ZH_CN, begin, end, zone, person, office, Why.CONTACT)
