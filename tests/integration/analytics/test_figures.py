"""Figures in a real database: by hand calculation, marked, shared by workers, compared."""

import itertools
import logging
import threading
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from analytics.worker import Pace, drain, run
from analytics.worker.figures import Figures
from analytics.worker.hours import compute_batch
from models.calendar import Calendar
from storage import consumption, indicators
from tests.integration.alerts.waiting import wait_until
from tests.integration.analytics.scene import BEGIN, arrive, build, clock, employ, fetch, quarters
from tests.integration.database import Database

COLUMNS = b"""
    SELECT period_start, period_end, value, numerator, denominator, observed_days, quota_value,
           used_share, due_share, projected, coverage, estimated_share, tier, quota
    FROM analytics.indicator WHERE indicator = 'water_per_person' AND period = 'year'
"""
_VALUES = b"SELECT value FROM analytics.indicator WHERE indicator = 'water_per_person' AND period = 'year'"
_DAYS = b"""
    INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
    SELECT %s, day::date, %s, 0, 1, now() FROM generate_series(%s::date, %s::date, '1 day') AS day
"""
_SINCE_2025 = b"UPDATE occupancy SET valid = '[2025-01-01,)'"


def one(database: Database, statement: bytes, *parameters: object) -> object:
    [[value]] = fetch(database, statement, *parameters)
    return value


def test_water_per_person_is_what_a_hand_calculation_gives(database: Database) -> None:
    with database.connect() as connection:
        for meter in build(connection, meters=2, people=10):
            arrive(connection, meter, quarters(10 * 96 + 1))
    drain(database.connect, clock)
    [row] = fetch(database, COLUMNS)
    # two meters x 24 m3 a day x 10 days, 10 people: 48 m3 each in 10 of 365 days
    assert row[:2] == (date(2026, 1, 1), date(2027, 1, 1))
    expected = (48.0, 480.0, 10.0, 10.0, 25.0, 1.92, 10 / 365, 1752.0, 1.0, 0.0)
    assert row[2:12] == pytest.approx(expected, rel=1e-6)
    assert row[12:] == (None, "q")


def test_a_month_has_the_same_figures_and_nothing_judges_it(database: Database) -> None:
    with database.connect() as connection:
        for meter in build(connection, meters=2, people=10):
            arrive(connection, meter, quarters(10 * 96 + 1))
    drain(database.connect, clock)
    statement = (
        b"SELECT period_start, value, unit, quota, quota_value, used_share, projected"
        b" FROM analytics.indicator WHERE indicator = 'water_per_person' AND period = 'month'"
    )
    [row] = fetch(database, statement)
    assert row == (date(2026, 11, 1), pytest.approx(48.0), "m3/person", "q", None, None, pytest.approx(144.0))


def test_reclaimed_water_and_lower_levels_do_not_count(database: Database) -> None:
    with database.connect() as connection:
        main, reclaimed, second = build(connection, meters=3)
        connection.execute("UPDATE meter SET medium = 'reclaimed_water' WHERE id = %s", [reclaimed.id])
        connection.execute("UPDATE meter SET level = 2, parent_id = %s WHERE id = %s", [main.id, second.id])
        connection.commit()
        for meter in (main, reclaimed, second):
            arrive(connection, meter, quarters(97))
    drain(database.connect, clock)
    [row] = fetch(database, COLUMNS)
    assert row[3] == pytest.approx(24.0)
    apart = b"SELECT value FROM analytics.indicator WHERE indicator = 'reclaimed_water' AND period = 'year'"
    assert one(database, apart) == pytest.approx(24.0)


def test_without_people_there_is_no_value_and_a_reason(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.connect() as connection:
        [meter] = build(connection, people=None)
        arrive(connection, meter, quarters(97))
    with caplog.at_level(logging.WARNING):
        drain(database.connect, clock)
    reasons = b"SELECT value, check_reasons FROM analytics.indicator WHERE indicator = 'water_per_person'"
    assert fetch(database, reasons) == [(None, ["no_people"])] * 2
    assert "institution=i indicator=water_per_person reason=no_people" in caplog.text
    assert "occupancy" in caplog.text


def test_people_added_later_give_a_value(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection, people=None)
        arrive(connection, meter, quarters(97))
        drain(database.connect, clock)
        employ(connection, int(str(one(database, b"SELECT id FROM place"))), 12)
        connection.commit()
    drain(database.connect, clock)
    assert one(database, _VALUES) == pytest.approx(2.0)


def test_a_quota_that_ends_leaves_the_figure_unjudged(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, quarters(97))
        drain(database.connect, clock)
        connection.execute("DELETE FROM institution_quota")
    drain(database.connect, clock)
    [row] = fetch(database, COLUMNS)
    assert (row[2], row[6], row[7], row[13]) == (pytest.approx(2.4), None, None, None)


def test_hours_mark_figures_in_their_own_transaction(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, quarters(97))
        drain(database.connect, clock)
        assert one(database, b"SELECT count(*) FROM stale_figure") == 0
        arrive(connection, meter, quarters(96, begin=97))
        consumption.prepare(connection)
        with connection.transaction(force_rollback=True):
            compute_batch(connection, 50, clock())
            marked = connection.execute(
                "SELECT DISTINCT institution_id, month, is_month FROM stale_figure"
            ).fetchall()
    assert marked == [(1, date(2026, 11, 1), True)]
    assert one(database, b"SELECT count(*) FROM stale_figure") == 0


def test_a_turn_that_fails_leaves_its_marks(database: Database) -> None:
    with database.connect() as connection:
        build(connection)
        connection.execute("INSERT INTO stale_figure (institution_id) SELECT id FROM institution")
        connection.execute("ALTER TABLE occupancy_people RENAME TO lost")
        connection.commit()
        consumption.prepare(connection)
        with pytest.raises(psycopg.errors.UndefinedTable):
            Figures(Calendar()).compute(connection, clock())
    assert one(database, b"SELECT count(*) FROM stale_figure") == 1


def test_a_running_worker_computes_figures_of_readings_that_arrive_later(database: Database) -> None:
    seconds, stop = itertools.count(), threading.Event()

    def ticking() -> datetime:
        return clock() + timedelta(seconds=next(seconds))

    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, quarters(97))
        thread = threading.Thread(
            target=run, args=(database.connect, stop, ticking, Pace(timedelta(milliseconds=20)))
        )
        thread.start()
        try:
            wait_until(lambda: fetch(database, _VALUES) == [(pytest.approx(2.4),)])
            arrive(connection, meter, quarters(96, begin=97))
            wait_until(lambda: fetch(database, _VALUES) == [(pytest.approx(4.8),)])
        finally:
            stop.set()
            thread.join(60)
    assert next(seconds) < 3600, "nothing but the marks led to it: ended periods are looked for every hour"


def test_what_another_worker_holds_is_passed_over_and_not_forgotten(database: Database) -> None:
    with database.connect() as connection, database.connect() as other:
        [meter] = build(connection)
        connection.execute(_DAYS, [meter.id, 1.0, date(2026, 11, 1), date(2026, 11, 10)])
        connection.commit()
        consumption.prepare(connection)
        worker = Figures(Calendar())
        with other.transaction():
            institution = int(str(one(database, b"SELECT id FROM institution")))
            assert indicators.claim(other, 1) == []
            other.execute("SELECT pg_advisory_xact_lock(1768843619, %s)", [institution])
            assert worker.compute(connection, clock()) == 0
            assert indicators.are_left(connection)
        assert worker.compute(connection, clock()) == 1
        assert not indicators.are_left(connection)
    assert one(database, _VALUES) == pytest.approx(1.0)


def test_the_registry_marks_what_a_running_worker_computes(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        connection.execute(_DAYS, [meter.id, 1.0, date(2025, 1, 1), date(2026, 11, 20)])
        connection.execute(_SINCE_2025)
        connection.commit()
        consumption.prepare(connection)
        worker = Figures(Calendar())
        worker.compute(connection, clock())
        assert fetch(database, _VALUES) == [(pytest.approx(32.4),)]
        mark = "INSERT INTO stale_figure (institution_id, month) SELECT id, NULL FROM institution"
        connection.execute(mark)
        worker.compute(connection, clock())
    assert sorted(fetch(database, _VALUES)) == [(pytest.approx(32.4),), (pytest.approx(36.5),)]
    months = b"SELECT count(*) FROM indicator_value WHERE indicator = 'water_per_person' AND period = 'month'"
    assert one(database, months) == 23


def test_a_late_reading_of_last_year_changes_what_this_year_is_compared_with(database: Database) -> None:
    compared = (
        b"SELECT value_last_year, change_last_year FROM analytics.indicator"
        b" WHERE indicator = 'water' AND period = 'month' AND period_start = '2026-11-01'"
    )
    with database.connect() as connection:
        [meter] = build(connection)
        for begin, end in ((date(2025, 11, 1), date(2025, 11, 30)), (date(2026, 11, 1), date(2026, 11, 20))):
            connection.execute(_DAYS, [meter.id, 2.0, begin, end])
        connection.commit()
        drain(database.connect, clock)
        assert fetch(database, compared) == [(pytest.approx(40.0), pytest.approx(0.0))]
        connection.execute("UPDATE consumption_daily SET amount = 4 WHERE day < '2026-01-01'")
        connection.execute(
            "INSERT INTO stale_figure (institution_id, month, is_month) VALUES (1, '2025-11-01', true)"
        )
        connection.commit()
        consumption.prepare(connection)
        Figures(Calendar()).compute(connection, clock())
    assert fetch(database, compared) == [(pytest.approx(80.0), pytest.approx(-0.5))]


def test_a_year_is_judged_once_it_is_over_though_nothing_arrives(database: Database) -> None:
    tier = b"SELECT tier FROM indicator_value WHERE indicator = 'water_per_person' AND period = 'year'"
    with database.connect() as connection:
        [meter] = build(connection)
        connection.execute(_DAYS, [meter.id, 1.0, date(2026, 1, 1), date(2026, 12, 31)])
        connection.commit()
        consumption.prepare(connection)
        worker = Figures(Calendar())
        worker.compute(connection, datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
        assert one(database, tier) is None
        # midnight in Shanghai is 16:00 UTC; the worker looks for periods that ended every hour
        worker.compute(connection, datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
        assert one(database, tier) == "> 通用值"
        worker.compute(connection, datetime(2026, 12, 31, 18, 1, tzinfo=UTC))
        assert not indicators.are_left(connection)


def test_a_day_of_25_hours_is_one_day(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        connection.execute("UPDATE place SET timezone = 'Europe/Berlin'")
        connection.commit()
        connection.execute("UPDATE installation SET valid = tstzrange('2026-10-01', NULL)")
        # clocks went back on 25 October: from midnight on the 25th to midnight on the 27th there are 49 hours
        begin = int((datetime(2026, 10, 24, 22, tzinfo=UTC) - BEGIN) / timedelta(minutes=15))
        arrive(connection, meter, quarters(4 * 49 + 1, begin=begin, first=5000.0))
    drain(database.connect, clock)
    [row] = fetch(database, COLUMNS)
    assert row[3] == pytest.approx(49.0)
    assert row[5] == 2.0


def peer(
    connection: psycopg.Connection, code: str, value: float, institution_type: str = "government"
) -> None:
    connection.execute(
        "WITH made AS (INSERT INTO institution (code, name, type) VALUES (%s, %s, %s) RETURNING id)"
        " INSERT INTO indicator_value (institution_id, indicator, period_start, period_end, value, unit,"
        " numerator, denominator, divisor, coverage, estimated_share, observed_days, computed_at)"
        " SELECT id, 'water_per_person', '2026-01-01', '2027-01-01', %s, 'm3/(person·a)', 1, 1, 'people',"
        " 1, 0, 365, now() FROM made",
        [code, code, institution_type, value],
    )


def test_where_no_quota_judges_history_similar_ones_and_own_weeks_stand_in(database: Database) -> None:
    target = (
        b"SELECT target_kind, target_value FROM analytics.indicator WHERE institution = 'i'"
        b" AND indicator = 'water_per_person' AND period = 'year' AND period_start = '2026-01-01'"
    )
    with database.connect() as connection:
        [meter] = build(connection)
        connection.execute(_DAYS, [meter.id, 1.0, date(2026, 1, 1), date(2026, 11, 20)])
        connection.commit()
        drain(database.connect, clock)
        assert fetch(database, target) == [("quota", 25.0)]
        connection.execute("DELETE FROM institution_quota")
        for code, value in (("a", 10.0), ("b", 30.0)):
            peer(connection, code, value)
        peer(connection, "school", 1.0, "school")
        connection.commit()
        drain(database.connect, clock)
        # 1 m3 a day for 10 people: two others are too few to say what is usual, its own weeks are not
        assert fetch(database, target) == [("own_weeks", pytest.approx(36.5))]
        peer(connection, "c", 12.0)
        connection.commit()
        assert fetch(database, target) == [("similar_institutions", 12.0)]
        connection.execute(_DAYS, [meter.id, 0.5, date(2025, 3, 1), date(2025, 12, 31)])
        connection.execute(_SINCE_2025)
        connection.execute("INSERT INTO stale_figure (institution_id) SELECT id FROM institution")
        connection.commit()
        drain(database.connect, clock)
    # 306 of 365 days at 0.5 m3 for 10 people: a whole year of it
    assert fetch(database, target) == [("own_history", pytest.approx(18.25))]


def test_figures_follow_readings_from_the_first_day_of_the_scene(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, quarters(97))
    drain(database.connect, clock)
    first = b"SELECT DISTINCT observed_from FROM analytics.indicator WHERE indicator = 'water'"
    assert one(database, first) == BEGIN.date().replace(month=11, day=1)
