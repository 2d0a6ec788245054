"""Baselines in a real database: learnt once a week, versioned, and days scored by them."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from analytics.worker.baselines import Baselines
from models.calendar import Calendar
from tests.integration.analytics.scene import Meter, build, fetch
from tests.integration.database import Database

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 21, 8, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2026, 11, 21, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
_HOURS = b"""
    INSERT INTO consumption_hourly (meter_id, hour, amount, estimated, coverage, computed_at)
    SELECT %s, hour, %s * (1 + (extract(EPOCH FROM hour)::integer / 3600 %% 7) * 0.01), 0, 1, now()
    FROM generate_series(%s::timestamptz, %s::timestamptz - interval '1 hour', '1 hour') AS hour
    ON CONFLICT (meter_id, hour) DO UPDATE SET amount = excluded.amount
"""
_STATION = b"""
    INSERT INTO device (code, kind, protocol, site_id)
    SELECT %s, 'weather_station', 'json_v1', id FROM place WHERE code = 's'
"""
_READINGS = b"""
    INSERT INTO reading (device_id, quantity_id, at, value, received_at)
    SELECT device.id, 103, at, %s, now()
    FROM generate_series(%s::timestamptz, %s::timestamptz - interval '1 hour', '30 minutes') AS at, device
    WHERE device.code = %s
"""
_BASELINES = b"""
    SELECT baseline_state, days_missing, baseline_version, trained_from, trained_to FROM analytics.watch
"""
_SCORES = b"SELECT day, hours, round(seen), unusual > 5 FROM analytics.day_score ORDER BY day"


def runs(connection: psycopg.Connection, meter: Meter, amount: float, begin: datetime, end: datetime) -> None:
    connection.execute(_HOURS, [meter.id, amount, begin, end])
    connection.execute("UPDATE meter SET computed_at = %s WHERE id = %s", [end, meter.id])


def history(database: Database, days: int) -> Meter:
    with database.connect() as connection:
        [meter] = build(connection)
        runs(connection, meter, 2, MIDNIGHT - days * DAY, MIDNIGHT)
    return meter


def compute(database: Database, now: datetime = NOW) -> int:
    with database.connect() as connection:
        connection.autocommit = True
        return Baselines(Calendar()).compute(connection, now)


def test_a_meter_is_learnt_and_its_unusual_day_stands_out(database: Database) -> None:
    meter = history(database, 60)
    with database.connect() as connection:
        runs(connection, meter, 4, MIDNIGHT - DAY, MIDNIGHT)
    assert compute(database) == 1
    [(state, missing, version, _, last)] = fetch(database, _BASELINES)
    assert (state, missing, version, last) == ("ready", 0, 1, (MIDNIGHT - DAY).date())
    scores = fetch(database, _SCORES)
    assert len(scores) == 14
    assert scores[-1] == ((MIDNIGHT - DAY).date(), 24, 99, True)
    assert not any(unusual for *_, unusual in scores[:-1])


def test_too_little_history_is_learning_and_looked_at_again_the_next_day(database: Database) -> None:
    meter = history(database, 40)
    compute(database)
    assert fetch(database, _BASELINES) == [("learning", 2, 0, None, None)]
    assert compute(database, NOW + DAY / 2) == 0
    with database.connect() as connection:
        runs(connection, meter, 2, MIDNIGHT, MIDNIGHT + 2 * DAY)
    assert compute(database, NOW + 2 * DAY) == 1
    [(state, missing, version, *_)] = fetch(database, _BASELINES)
    assert (state, missing, version) == ("ready", 0, 1)


def test_a_week_later_there_is_a_second_version_and_the_first_is_kept(database: Database) -> None:
    history(database, 60)
    compute(database)
    assert compute(database, NOW + 6 * DAY) == 0
    assert compute(database, NOW + 7 * DAY) == 1
    assert fetch(database, b"SELECT version FROM meter_baseline ORDER BY version") == [(1,), (2,)]


def test_days_of_a_leak_and_of_skipped_readings_are_not_learnt(database: Database) -> None:
    meter = history(database, 50)
    with database.connect() as connection:
        connection.execute(
            "INSERT INTO leak_finding (meter_id, reason, since, decided, latest, flow_m3h, expected_m3h,"
            " spread_m3h, computed_at) VALUES (%s, 'night_step', '2026-11-10', '2026-11-10', '2026-11-14',"
            " 2, 1, 0.1, now())",
            [meter.id],
        )
        connection.execute(
            "INSERT INTO flagged_reading (meter_id, at, value, reason, computed_at)"
            " VALUES (%s, '2026-10-20 17:00Z', 0, 'glitch', now())",
            [meter.id],
        )
    compute(database)
    # 9 to 14 November, and 21 October in Shanghai
    assert fetch(database, b"SELECT trained_days FROM meter_baseline") == [(50 - 6 - 1,)]


def test_scoring_twice_changes_nothing_and_late_data_corrects(database: Database) -> None:
    meter = history(database, 60)
    compute(database)
    statement = b"SELECT * FROM day_score ORDER BY day"
    before = fetch(database, statement)
    with database.connect() as connection:
        connection.execute("UPDATE meter SET computed_at = %s", [NOW + DAY / 4])
    compute(database, NOW + DAY / 4)
    assert fetch(database, statement) == before
    with database.connect() as connection:
        runs(connection, meter, 4, MIDNIGHT - 3 * DAY, MIDNIGHT - 2 * DAY)
        connection.execute("UPDATE meter SET computed_at = %s", [NOW + DAY / 2])
    compute(database, NOW + DAY / 2)
    assert [row[0] for row in fetch(database, _SCORES) if row[3]] == [(MIDNIGHT - 3 * DAY).date()]


def warms(database: Database, days: int, stations: Sequence[float] = (0.0,)) -> tuple[Meter, list[float]]:
    """Make a meter that uses 0.1 units an hour for each degree below 18 °C, and its weather stations.

    Days go from 10 °C to 2 °C and back; the last week has -12 °C, as no day before it. Each station is
    off by so many degrees.
    """
    outdoor = [6 + 4 * math.sin(2 * math.pi * day / 30) for day in range(days - 7)] + [-12.0] * 7
    with database.connect() as connection:
        [meter] = build(connection)
        for day, degrees in enumerate(outdoor):
            begin = MIDNIGHT - (days - day) * DAY
            runs(connection, meter, (18 - degrees) / 10, begin, begin + DAY)
        for number, off in enumerate(stations):
            connection.execute(_STATION, [f"ws{number}"])
            for day, degrees in enumerate(outdoor):
                begin = MIDNIGHT - (days - day) * DAY
                connection.execute(_READINGS, [degrees + off, begin, begin + DAY, f"ws{number}"])
    return meter, outdoor


def unusual(database: Database) -> list[float]:
    rows = fetch(database, b"SELECT unusual FROM analytics.day_score ORDER BY day")
    return [float(str(value)) for (value,) in rows]


def spread(database: Database) -> float:
    return float(str(fetch(database, b"SELECT spread FROM meter_baseline")[0][0]))


def test_a_cold_week_is_unusual_where_nobody_measures_how_cold_it_is(database: Database) -> None:
    warms(database, 97, stations=())
    compute(database)
    assert min(unusual(database)[-7:]) > 3
    assert spread(database) > 0.2


@pytest.mark.parametrize("stations", [(0.0,), (-1.0, 1.0)])
def test_a_cold_week_is_not_unusual_with_a_weather_station(
    database: Database, stations: tuple[float, ...]
) -> None:
    warms(database, 97, stations)
    compute(database)
    assert max(map(abs, unusual(database))) < 2
    assert spread(database) < 0.1


def test_a_worker_may_do_all_this_with_no_more_rights_than_it_has(database: Database) -> None:
    history(database, 60)
    with database.connect() as connection:
        connection.autocommit = True
        connection.execute("SET ROLE guanjia_analytics")
        assert Baselines(Calendar()).compute(connection, NOW) == 1
