"""Daily digests: once to everybody who asked, with the figures of the database."""

import threading
from datetime import UTC, date, datetime, time, timedelta

import psycopg
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from alerts.outbox import CLAIM_LASTS, Fate
from alerts.reports.delivery import Reports
from guanjia.mail_catcher import SmtpListener
from tests.integration.alerts.records import Hands, Inbox, add_institution, set_progress
from tests.integration.alerts.report_rows import (
    add_site,
    ask,
    attached,
    cells,
    fire,
    hear,
    report_rows,
    reports_to,
    set_days,
)
from tests.integration.counting import counted
from tests.integration.database import Database

LOOPBACK = "127.0.0.1"
FRIDAY = date(2026, 11, 20)
SATURDAY_MORNING = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
"""07:30 of Saturday in Shanghai."""


@pytest.fixture
def clock() -> Hands:
    hands = Hands()
    hands.at = SATURDAY_MORNING
    return hands


@pytest.fixture
def office(connection: psycopg.Connection) -> psycopg.Connection:
    """`jgj` asks for digests; its main meter counted 92 m3 on Friday, and 70, 75, 80 and 74 before."""
    add_site(connection, "jgj")
    weeks = {FRIDAY - timedelta(weeks=week): amount for week, amount in enumerate([92.0, 70, 75, 80, 74])}
    set_days(connection, "jgj-main", weeks)
    hear(connection, SATURDAY_MORNING - timedelta(minutes=20))
    ask(connection, "jgj", "daily")
    return connection


def _excel(hour: int) -> datetime:
    """Return an hour of that Friday as Excel has it: without a zone."""
    return datetime.combine(FRIDAY, time(hour))


def text_of(inbox: Inbox) -> str:
    body = inbox.mails[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_a_digest_comes_at_the_hour_and_not_before_and_once(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    clock.move(-timedelta(minutes=1))
    assert not reports.empty(office, clock)
    clock.move(timedelta(minutes=1))
    assert reports.empty(office, clock)[Fate.SENT] == 1
    for _ in range(10):
        clock.move(timedelta(hours=2))
        assert not reports.empty(office, clock)
    assert inbox.recipients() == {"energy@example.org": 1}
    assert report_rows(office) == [("daily", "2026-11-20", True, False, False, 1)]


def test_it_says_what_was_used_beside_the_usual_and_the_quota(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    reports.empty(office, clock)
    # the median of 70, 74, 75 and 80 is 74.5; 600 people with 25 m3 a year are 41.1 m3 a day
    assert "自来水：92 m³；平常 74.5 m³，多 23 %；定额日均 41.1 m³" in text_of(inbox)
    ((name, day, used, usual, change, quota, coverage),) = cells(attached(inbox), "自来水")
    assert (name, day) == ("机关jgj", datetime.combine(FRIDAY, time()))
    assert (used, usual, coverage) == (92, 74.5, 1)
    assert change == pytest.approx(92 / 74.5 - 1)
    assert quota == pytest.approx(25 * 600 / 365)


def test_it_tells_of_alerts_that_fire_and_those_that_were_resolved_since(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    noon = datetime(2026, 11, 20, 4, tzinfo=UTC)
    number = fire(office, "jgj", noon, subject="meter:burst", severity="critical")
    fire(office, "jgj", noon, subject="meter:mended", lasting=timedelta(hours=3))
    fire(office, "jgj", noon - timedelta(days=9), subject="meter:old", lasting=timedelta(hours=3))
    office.execute(
        "INSERT INTO acknowledgement (alert_id, at, author) VALUES (%s, %s, '张三')", [number, noon]
    )
    office.commit()
    reports.empty(office, clock)
    (firing,) = cells(attached(inbox), "正在告警")
    (resolved,) = cells(attached(inbox), "已解除的告警")
    assert firing[0] == "严重"
    assert firing[3:9] == ("a-rule meter:burst", _excel(12), None, 19.5, "正在告警", "张三")
    assert resolved[3:7] == (
        "a-rule meter:mended",
        _excel(12),
        _excel(15),
        3,
    )
    assert "正在告警 1 项（严重 1），其中已受理 1 项" in text_of(inbox)


def test_it_names_what_is_amiss_with_the_data(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    add_institution(office, "school", [], parent="jgj")
    add_site(office, "school")
    set_days(office, "school-main", {FRIDAY: 3.0}, coverage=0.5)
    office.execute(
        "INSERT INTO set_aside (meter_id, at, step, reason, computed_at)"
        " SELECT id, %s, 5000, 'jump', now() FROM meter WHERE code = 'jgj-main'",
        [SATURDAY_MORNING - timedelta(hours=2)],
    )
    office.commit()
    reports.empty(office, clock)
    silent, poor, aside = cells(attached(inbox), "数据质量")
    assert silent[:5] == ("设备失联", "机关school", "school-main", None, None)
    assert poor[:3] == ("计量不足", "机关school", "school-main")
    assert poor[5] == 0.5
    assert aside[0] == "读数突变未计入"
    assert aside[6:8] == (5000, "m³")


def test_a_worker_that_slept_over_the_hour_sends_one_digest_that_tells_everything_since(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    reports.empty(office, clock)
    fire(office, "jgj", clock() + timedelta(hours=5), lasting=timedelta(hours=1))
    clock.move(timedelta(days=5, hours=9))
    assert reports.empty(office, clock)[Fate.SENT] == 1
    assert len(inbox.mails) == 2
    assert [row[1] for row in report_rows(office)] == ["2026-11-20", "2026-11-25"]
    assert len(cells(attached(inbox), "已解除的告警")) == 1


def test_a_quiet_day_is_a_short_mail_or_none(
    connection: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    add_site(connection, "jgj")
    set_days(connection, "jgj-main", {FRIDAY - timedelta(weeks=week): 70.0 for week in range(5)})
    hear(connection, SATURDAY_MORNING - timedelta(minutes=20))
    ask(connection, "jgj", "daily")
    reports.empty(connection, clock)
    assert inbox.mails[0]["Subject"] == "【每日摘要】机关jgj 11-20 周五：一切正常"
    ask(connection, "jgj", "daily", only_when_something=True)
    clock.move(timedelta(days=1))
    set_days(connection, "jgj-main", {FRIDAY + timedelta(days=1, weeks=-week): 70.0 for week in range(5)})
    hear(connection, clock())
    assert not reports.empty(connection, clock)
    assert len(inbox.mails) == 1
    assert report_rows(connection)[1] == ("daily", "2026-11-21", False, False, True, 1)


def test_without_any_data_it_says_so(
    connection: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    add_institution(connection, "bare", ["bare@example.org"])
    ask(connection, "bare", "daily", language="en")
    reports.empty(connection, clock)
    assert "Nothing was metered on this day." in text_of(inbox)
    assert attached(inbox).sheetnames == ["Alerts that fire", "Alerts resolved", "Data quality", "Notes"]


def test_the_hour_is_that_of_the_institution_also_where_clocks_change(
    connection: psycopg.Connection, reports: Reports, clock: Hands
) -> None:
    add_site(connection, "jgj", zone="America/New_York")
    ask(connection, "jgj", "daily", at="01:30")
    # on the first of November 01:30 comes twice in New York: at 05:30Z and at 06:30Z
    clock.at = datetime(2026, 11, 1, 5, 0, tzinfo=UTC)
    sent_at: list[datetime] = []
    while clock() < datetime(2026, 11, 3, 4, tzinfo=UTC):
        sent_at += [clock()] * reports.empty(connection, clock)[Fate.SENT]
        clock.move(timedelta(minutes=30))
    assert [at.date() for at in sent_at] == [date(2026, 11, 1), date(2026, 11, 2)]
    assert sent_at[1] == datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
    assert [row[1] for row in report_rows(connection)] == ["2026-10-31", "2026-11-01"]


def test_a_time_that_is_skipped_where_clocks_change_comes_right_after(
    connection: psycopg.Connection, reports: Reports, clock: Hands
) -> None:
    add_site(connection, "jgj", zone="America/New_York")
    ask(connection, "jgj", "daily", at="02:30")
    clock.at = datetime(2026, 3, 8, 6, 59, tzinfo=UTC)
    assert not reports.empty(connection, clock)
    clock.at = datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert reports.empty(connection, clock)[Fate.SENT] == 1


def test_sixty_digests_due_at_once_go_out_in_one_round(
    connection: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    for number in range(60):
        add_institution(connection, f"i{number}", [f"c{number}@example.org"])
        add_site(connection, f"i{number}", meters=("a", "b", "c"))
        set_days(connection, f"i{number}-a", {FRIDAY: float(number)})
        ask(connection, f"i{number}", "daily")
    assert reports.empty(connection, clock)[Fate.SENT] == 60
    assert set(inbox.recipients().values()) == {1}
    assert len(inbox.mails) == 60


def test_the_queries_of_a_digest_do_not_grow_with_its_meters(
    office: psycopg.Connection, reports: Reports, clock: Hands
) -> None:
    few = _statements(office, reports, clock)
    assert few > 5
    add_institution(office, "school", [], parent="jgj")
    add_site(office, "school", meters=tuple(f"m{number}" for number in range(50)))
    clock.move(timedelta(days=1))
    assert _statements(office, reports, clock) == few


def _statements(connection: psycopg.Connection, reports: Reports, clock: Hands) -> int:
    with counted(connection) as asked:
        assert reports.empty(connection, clock)[Fate.SENT] == 1
    return len(asked)


def test_two_workers_at_once_send_each_digest_once(
    connection: psycopg.Connection, database: Database, inbox: Inbox, clock: Hands
) -> None:
    for number in range(15):
        add_institution(connection, f"i{number}", [f"c{number}@example.org"])
        ask(connection, f"i{number}", "daily")
    start = threading.Barrier(3)

    def work(url: str) -> None:
        with database.connect() as own:
            mine = reports_to(url)
            start.wait()
            mine.empty(own, clock)

    with SmtpListener(inbox, LOOPBACK, 0) as server:
        workers = [threading.Thread(target=work, args=[server.url]) for _ in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert len(inbox.mails) == 15
    assert set(inbox.recipients().values()) == {1}


def test_killed_between_sending_and_recording_the_copy_has_the_same_number_and_words(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    fire(office, "jgj", SATURDAY_MORNING - timedelta(hours=9))
    reports.empty(office, clock)
    # what a worker leaves that dies before it records
    office.execute("UPDATE mailed_report SET sent_at = NULL, claimed_at = %s", [clock()])
    # the alert ends before the copy is made: it tells of the same instant all the same
    office.execute("UPDATE alert SET state = 'resolved'")
    office.execute(
        "INSERT INTO alert_change (alert_id, at, from_state, to_state, reason)"
        " SELECT id, %s, 'firing', 'resolved', 'cleared' FROM alert",
        [clock() + timedelta(minutes=1)],
    )
    office.commit()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        another = reports_to(server.url)
        clock.move(CLAIM_LASTS - timedelta(seconds=1))
        assert not another.empty(office, clock)
        clock.move(timedelta(seconds=1))
        assert another.empty(office, clock)[Fate.SENT] == 1
    first, copy = inbox.mails
    assert first["Message-ID"] == copy["Message-ID"]
    assert first["Subject"] == copy["Subject"]
    plain = [mail.get_body(("plain",)) for mail in (first, copy)]
    assert all(plain)
    assert plain[0].get_content() == plain[1].get_content()  # type: ignore[union-attr]
    assert report_rows(office) == [("daily", "2026-11-20", True, False, False, 2)]


class _Refusing(Inbox):
    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del server, session, envelope, address, options
        return "451 come back later"


def test_a_busy_server_gets_it_later_and_a_digest_that_waits_gives_way_to_the_next(
    office: psycopg.Connection, clock: Hands
) -> None:
    with SmtpListener(_Refusing(), LOOPBACK, 0) as server:
        busy = reports_to(server.url)
        assert busy.empty(office, clock)[Fate.RETRIED] == 1
        assert not busy.empty(office, clock)
        clock.move(timedelta(minutes=1))
        assert busy.empty(office, clock)[Fate.RETRIED] == 1
    inbox = Inbox()
    with SmtpListener(inbox, LOOPBACK, 0) as server:
        clock.move(timedelta(days=1))
        assert reports_to(server.url).empty(office, clock)[Fate.SENT] == 1
    assert report_rows(office) == [
        ("daily", "2026-11-20", False, True, False, 2),
        ("daily", "2026-11-21", True, False, False, 1),
    ]
    since = office.execute("SELECT since FROM mailed_report WHERE sent_at IS NOT NULL").fetchone()
    assert since == (datetime(2026, 11, 20, 16, tzinfo=UTC),)


def test_a_refused_recipient_is_recorded_and_shown(office: psycopg.Connection, clock: Hands) -> None:
    with SmtpListener(Inbox(unknown="energy@example.org"), LOOPBACK, 0) as server:
        assert reports_to(server.url).empty(office, clock)[Fate.FAILED] == 1
    assert office.execute("SELECT error FROM analytics.mailed_report").fetchone() == ("550 no such user",)


def test_names_are_never_formulas(
    connection: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    add_site(connection, "jgj", name='=HYPERLINK("http://evil.example","x")')
    connection.execute("UPDATE institution SET name = '+1+1'")
    ask(connection, "jgj", "daily")
    set_progress(connection, "jgj", 1.0)
    reports.empty(connection, clock)
    sheet = attached(inbox)["数据质量"]
    for cell in (sheet["B2"], sheet["D3"]):
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert sheet["D3"].value == '=HYPERLINK("http://evil.example","x")'
    assert sheet.freeze_panes == "A2"
