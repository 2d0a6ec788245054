"""Water per person in a real database, by hand calculation."""

import logging
from datetime import date

import pytest

from analytics.worker import drain
from tests.integration.analytics.scene import arrive, build, clock, employ, fetch, quarters
from tests.integration.database import Database

COLUMNS = b"""
    SELECT period_start, period_end, value, numerator, denominator, observed_days, quota_value,
           used_share, due_share, projected, coverage, estimated_share, tier, quota
    FROM analytics.indicator
"""


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


def test_reclaimed_water_and_lower_levels_do_not_count(database: Database) -> None:
    with database.connect() as connection:
        main, reclaimed, second = build(connection, meters=3)
        connection.execute("UPDATE meter SET medium = 'reclaimed_water' WHERE id = %s", [reclaimed.id])
        connection.execute("UPDATE meter SET level = 2, parent_id = %s WHERE id = %s", [main.id, second.id])
        connection.commit()
        for meter in (main, reclaimed, second):
            arrive(connection, meter, quarters(97))
    drain(database.connect, clock)
    assert fetch(database, b"SELECT numerator FROM analytics.indicator") == [(pytest.approx(24.0),)]


def test_without_people_there_is_no_row_and_a_reason_is_logged(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with database.connect() as connection:
        [meter] = build(connection, people=None)
        arrive(connection, meter, quarters(97))
    with caplog.at_level(logging.WARNING):
        drain(database.connect, clock)
    assert fetch(database, COLUMNS) == []
    assert "institution=i" in caplog.text
    assert "occupancy" in caplog.text


def test_people_added_later_give_a_row(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection, people=None)
        arrive(connection, meter, quarters(97))
        drain(database.connect, clock)
        employ(connection, int(str(fetch(database, b"SELECT id FROM place")[0][0])), 12)
        connection.commit()
    drain(database.connect, clock)
    assert fetch(database, b"SELECT value FROM analytics.indicator") == [(pytest.approx(2.0),)]


def test_a_quota_that_ends_takes_the_row_with_it(database: Database) -> None:
    with database.connect() as connection:
        [meter] = build(connection)
        arrive(connection, meter, quarters(97))
        drain(database.connect, clock)
        connection.execute("DELETE FROM institution_quota")
    drain(database.connect, clock)
    assert fetch(database, COLUMNS) == []
