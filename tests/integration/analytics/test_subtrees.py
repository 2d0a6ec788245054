"""Figures of a region, its institutions and a compound they share, in a real database."""

import threading
from datetime import UTC, date, datetime

import psycopg
import pytest

from analytics.worker import drain
from analytics.worker.figures import Figures
from models.calendar import Calendar
from storage import consumption, indicators
from tests.integration.analytics.scene import Meter, add_meter, arrive, build, clock, employ, fetch, quarters
from tests.integration.database import Database

FIGURES = b"""
    SELECT institution, numerator, denominator FROM analytics.indicator
    WHERE indicator = 'water_per_person' AND period = 'year' ORDER BY institution
"""
DAYS = b"""
    INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, computed_at)
    SELECT %s, day::date, %s, 0, 1, now()
    FROM generate_series('2026-11-01'::date, '2026-11-10', '1 day') AS day
"""


def share(connection: psycopg.Connection) -> tuple[Meter, Meter]:
    """Put a region above the scene's institution, and a clinic into its site, behind its main meter.

    The site counts 100 people, the clinic's floor 20 of them; the main meter 10 m3 a day, the clinic's 4.
    """
    [main] = build(connection, people=100)
    connection.execute(
        "INSERT INTO institution (code, name, type) VALUES ('r', 'r', 'region'), ('c', 'c', 'hospital')"
    )
    connection.execute(
        "UPDATE institution SET parent_id = (SELECT id FROM institution WHERE code = 'r') WHERE code <> 'r'"
    )
    connection.execute(
        "INSERT INTO place (code, name, kind, parent_id, institution_id)"
        " SELECT 'floor', 'floor', 'floor', site.id, clinic.id"
        " FROM place AS site, institution AS clinic WHERE site.code = 's' AND clinic.code = 'c'"
    )
    row = connection.execute("SELECT id FROM place WHERE code = 'floor'").fetchone()
    assert row is not None
    employ(connection, row[0], 20)
    behind = add_meter(connection, 1, "c1")
    connection.execute(
        "UPDATE meter SET level = 2, parent_id = %s, place_id = %s WHERE id = %s",
        [main.id, row[0], behind.id],
    )
    connection.commit()
    return main, behind


def test_a_region_is_the_sum_of_those_that_share_a_compound(database: Database) -> None:
    with database.connect() as connection:
        for meter, amount in zip(share(connection), (10.0, 4.0), strict=True):
            connection.execute(DAYS, [meter.id, amount])
        connection.commit()
    drain(database.connect, clock)
    assert fetch(database, FIGURES) == [
        ("c", pytest.approx(40.0), 20.0),
        ("i", pytest.approx(60.0), 80.0),
        ("r", pytest.approx(100.0), 100.0),
    ]


def test_a_reading_of_a_shared_sub_meter_changes_all_figures_it_is_in(database: Database) -> None:
    with database.connect() as connection:
        main, behind = share(connection)
        arrive(connection, main, quarters(193))
        arrive(connection, behind, quarters(97, each=0.125))
        drain(database.connect, clock)
        before = fetch(database, FIGURES)
        assert [row[1] for row in before] == pytest.approx([12.0, 36.0, 48.0])
        arrive(connection, behind, quarters(48, begin=97, each=0.125))
    drain(database.connect, clock)
    after = fetch(database, FIGURES)
    assert [row[1] for row in after] == pytest.approx([18.0, 30.0, 48.0])


def test_a_region_without_meters_of_its_own_is_judged_when_its_year_is_over(database: Database) -> None:
    reasons = (
        b"SELECT check_reasons FROM analytics.indicator"
        b" WHERE institution = 'r' AND indicator = 'water' AND period = 'year'"
    )
    with database.connect() as connection:
        main, _ = share(connection)
        connection.execute(DAYS, [main.id, 10.0])
        connection.commit()
        consumption.prepare(connection)
        worker = Figures(Calendar())
        worker.compute(connection, datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
        assert fetch(database, reasons) == [([],)]
        worker.compute(connection, datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    assert fetch(database, reasons) == [(["partly_metered"],)]


def test_what_a_child_writes_while_its_region_is_computed_stays_marked(database: Database) -> None:
    with database.connect() as connection, database.connect() as child:
        main, behind = share(connection)
        for meter, amount in ((main, 10.0), (behind, 4.0)):
            connection.execute(DAYS, [meter.id, amount])
        connection.commit()
        drain(database.connect, clock)
        consumption.prepare(connection)
        consumption.prepare(child)
        worker = Figures(Calendar())
        with child.transaction():
            child.execute("UPDATE consumption_daily SET amount = 6 WHERE meter_id = %s", [behind.id])
            indicators.mark(child, [(behind.id, date(2026, 11, 1), date(2026, 12, 1))])
            connection.execute("INSERT INTO stale_figure (institution_id) SELECT id FROM institution")
            assert worker.compute(connection, clock()) == 3
            assert [row[1] for row in fetch(database, FIGURES)] == pytest.approx([40.0, 60.0, 100.0])
        assert indicators.are_left(connection)
        assert worker.compute(connection, clock()) == 3
    assert [row[1] for row in fetch(database, FIGURES)] == pytest.approx([60.0, 40.0, 100.0])


def test_workers_share_a_region_and_its_institutions_and_lose_no_mark(database: Database) -> None:
    with database.connect() as connection:
        main, behind = share(connection)
        arrive(connection, main, quarters(10 * 96 + 1))
        arrive(connection, behind, quarters(10 * 96 + 1, each=0.125))
    workers = [threading.Thread(target=drain, args=(database.connect, clock)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert fetch(database, b"SELECT count(*) FROM stale_figure") == [(0,)]
    assert [row[1] for row in fetch(database, FIGURES)] == pytest.approx([120.0, 120.0, 240.0])
