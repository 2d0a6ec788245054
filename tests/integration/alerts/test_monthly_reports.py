"""Monthly reports: once the month's figures are settled, with the figures of the database."""

from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from alerts.outbox import Fate
from alerts.reports.delivery import Reports
from tests.integration.alerts.records import Hands, Inbox
from tests.integration.alerts.report_rows import (
    add_site,
    ask,
    attached,
    cells,
    fire,
    report_rows,
    set_days,
)

FIRST_MORNING = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
"""07:30 of the first of November in Shanghai."""
OCTOBER = [date(2026, 10, 1) + timedelta(days=day) for day in range(31)]


@pytest.fixture
def clock() -> Hands:
    hands = Hands()
    hands.at = FIRST_MORNING
    return hands


@pytest.fixture
def office(connection: psycopg.Connection) -> psycopg.Connection:
    """`jgj` asks for monthly reports: 10 m3 a day through its main meter, 9 m3 of it in the building."""
    add_site(connection, "jgj", meters=("main", "house"))
    set_days(connection, "jgj-main", dict.fromkeys(OCTOBER, 10.0))
    set_days(connection, "jgj-house", dict.fromkeys(OCTOBER, 9.0))
    for month, amount in (("2026-10-01", 279), ("2026-09-01", 225), ("2025-10-01", 310)):
        connection.execute(
            "INSERT INTO consumption_monthly (meter_id, month, amount, estimated, coverage, computed_at)"
            " SELECT id, %s, %s, 0, 1, now() FROM meter WHERE code = 'jgj-house'",
            [month, amount],
        )
    connection.execute(
        "INSERT INTO indicator_value (institution_id, indicator, period, period_start, period_end, value,"
        " unit, numerator, coverage, estimated_share, observed_days, due_share, value_last_year,"
        " value_last_period, divisor, computed_at)"
        " SELECT id, 'water', 'month', '2026-10-01', '2026-11-01', 310, 'm3', 310, 0.99, 0.02, 31, 1, 248,"
        " 300, 'none', now() FROM institution WHERE code = 'jgj'"
    )
    connection.execute("DELETE FROM stale_figure")
    connection.commit()
    ask(connection, "jgj", "monthly")
    return connection


def text_of(inbox: Inbox) -> str:
    body = inbox.mails[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_it_comes_on_the_first_once_the_month_is_settled_and_once(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    assert reports.empty(office, clock)[Fate.SENT] == 1
    for _ in range(29):
        clock.move(timedelta(days=1))
        assert not reports.empty(office, clock)
    assert report_rows(office) == [("monthly", "2026-10-01", True, False, False, 1)]
    assert inbox.mails[0]["Subject"] == "【月报】机关jgj 2026-10：自来水 310 m³、告警 0 项"


def test_it_waits_for_late_data_until_the_third_and_says_how_much_is_metered(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    office.execute("UPDATE consumption_daily SET coverage = 0.5 WHERE day = '2026-10-31'")
    office.commit()
    assert not reports.empty(office, clock)
    clock.move(timedelta(days=1))
    assert not reports.empty(office, clock)
    clock.move(timedelta(days=1))
    assert reports.empty(office, clock)[Fate.SENT] == 1
    assert "已计量 99 %" in text_of(inbox)


def test_it_waits_while_figures_are_computed(
    office: psycopg.Connection, reports: Reports, clock: Hands
) -> None:
    office.execute("INSERT INTO stale_figure (institution_id) SELECT id FROM institution")
    office.commit()
    assert not reports.empty(office, clock)
    office.execute("DELETE FROM stale_figure")
    office.commit()
    clock.move(timedelta(minutes=1))
    assert reports.empty(office, clock)[Fate.SENT] == 1


def test_its_sheets_hold_the_figures_of_the_database(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    middle = datetime(2026, 10, 15, tzinfo=UTC)
    fire(office, "jgj", middle, lasting=timedelta(hours=30))
    fire(office, "jgj", middle - timedelta(days=60), subject="meter:older", lasting=timedelta(hours=1))
    fire(office, "jgj", middle + timedelta(days=20), subject="meter:later")
    reports.empty(office, clock)
    book = attached(inbox)
    ((name, month, used, before, change, year_before, change_year, coverage, estimated),) = cells(
        book, "自来水"
    )
    assert (name, month, used, before, year_before) == ("机关jgj", "2026-10", 310, 300, 248)
    assert change == pytest.approx(310 / 300 - 1)
    assert change_year == pytest.approx(0.25)
    assert (coverage, estimated) == pytest.approx((0.99, 0.02), rel=1e-6)
    (judged,) = cells(book, "定额进度")
    # 35 of 365 days are due, 1.63 times that is used; 25 m3 for each person a year
    assert judged[2] == pytest.approx(35 / 365 * 1.63)
    assert judged[3] == pytest.approx(35 / 365)
    assert judged[4:7] == (25 * 1.63, 25, "m³/人")
    ((*_, lasted, state, _by),) = cells(book, "本月告警")
    assert (lasted, state) == (30, "已解除")
    assert cells(book, "未计量水量") == [
        ("大院", "机关jgj", 310, 279, 31, pytest.approx(0.1), "可判定"),
    ]
    ((building, _, *used_by),) = cells(book, "楼栋排名：自来水")
    assert building == "主楼"
    assert used_by == [279, 225, pytest.approx(0.24), 310, pytest.approx(-0.1), 1]


def test_the_mail_is_short_and_says_the_same(
    office: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    reports.empty(office, clock)
    text = text_of(inbox)
    assert "自来水：310 m³；环比多 3 %；同比多 25 %；已计量 99 %。" in text
    assert "人均用水：已用定额的 15.6 %，按进度可用 9.6 %；全期预计 40.8 m³/人，定额 25 m³/人。" in text
    assert "大院未计量水量（一级表减二级表）：31 m³，占 10.0 %。" in text
    assert len(text.splitlines()) < 40


def test_a_month_without_data_says_so_in_the_readers_language(
    connection: psycopg.Connection, reports: Reports, inbox: Inbox, clock: Hands
) -> None:
    connection.execute("DELETE FROM indicator_value")
    connection.execute("DELETE FROM stale_figure")
    ask(connection, "jgj", "monthly", language="en")
    assert reports.empty(connection, clock)[Fate.SENT] == 1
    assert "Nothing was metered in this month." in text_of(inbox)
    assert inbox.mails[0]["Subject"] == "[Monthly report] An office 2026-10: alerts: 0"


def test_a_worker_that_slept_through_the_first_days_sends_it_later_in_the_month(
    office: psycopg.Connection, reports: Reports, clock: Hands
) -> None:
    clock.move(timedelta(days=19, hours=12))
    assert reports.empty(office, clock)[Fate.SENT] == 1
    assert report_rows(office) == [("monthly", "2026-10-01", True, False, False, 1)]
