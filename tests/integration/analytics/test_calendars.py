"""Another time zone of a site cuts its days and months anew, though no hour changes."""

from datetime import UTC, date, datetime, timedelta

import psycopg

from analytics.worker import drain
from guanjia.registry_files.yaml_file import read_yaml
from storage.registry import apply
from tests.integration.database import Database
from tests.small_site import QUOTA, SITE

BEGIN = datetime(2026, 1, 29, 16, tzinfo=UTC)
HOURS = 72
NOW = datetime(2026, 3, 1, tzinfo=UTC)
DAYS = "SELECT day, amount, coverage::double precision FROM consumption_daily WHERE meter_id = 1 ORDER BY day"
MONTHS = "SELECT month, amount FROM consumption_monthly WHERE meter_id = 1 ORDER BY month"


def test_days_and_months_of_the_old_zone_go_and_those_of_the_new_come(database: Database) -> None:
    """One litre an hour from 2026-01-30 00:00 in Shanghai, for three days."""
    with database.connect() as connection:
        write(connection, QUOTA + SITE)
        store(connection)
    drain(database.connect, lambda: NOW)
    with database.connect() as connection:
        assert rounded(connection, DAYS) == [
            (date(2026, 1, 30), 24, 1),
            (date(2026, 1, 31), 24, 1),
            (date(2026, 2, 1), 24, 1),
        ]
        before = connection.execute(
            "SELECT meter_id, hour, amount, revision FROM consumption_hourly"
        ).fetchall()
        write(connection, "site: {code: yard, timezone: America/New_York}\n")
    drain(database.connect, lambda: NOW)
    with database.connect() as connection:
        # 16:00 in UTC is 11:00 in New York, so 13 hours are left of the 29th
        assert rounded(connection, DAYS) == [
            (date(2026, 1, 29), 13, round(13 / 24, 6)),
            (date(2026, 1, 30), 24, 1),
            (date(2026, 1, 31), 24, 1),
            (date(2026, 2, 1), 11, round(11 / 24, 6)),
        ]
        assert rounded(connection, MONTHS) == [(date(2026, 1, 1), 61), (date(2026, 2, 1), 11)]
        after = connection.execute(
            "SELECT meter_id, hour, amount, revision FROM consumption_hourly"
        ).fetchall()
        flagged = connection.execute("SELECT count(*) FROM meter WHERE calendar_stale").fetchone()
    assert sorted(after) == sorted(before)
    assert flagged == (0,)


def store(connection: psycopg.Connection) -> None:
    rows = [(BEGIN + timedelta(hours=k), 5 + float(k), NOW) for k in range(HOURS + 1)]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
            " SELECT device.id, quantity.id, %s, %s, %s FROM device, quantity"
            " WHERE device.code = 'w1' AND quantity.name = 'volume_m3'",
            rows,
        )
    connection.execute(
        "UPDATE device SET report_interval = '1 hour'; UPDATE installation SET start_register = NULL"
    )
    connection.execute(
        "INSERT INTO stale_hour (device_id, quantity_id, hour)"
        " SELECT device_id, quantity_id, date_trunc('hour', at) FROM reading"
    )


def write(connection: psycopg.Connection, text: str) -> None:
    apply(connection, read_yaml("site.yaml", text.encode())[0])


def rounded(connection: psycopg.Connection, statement: bytes | str) -> list[tuple[object, ...]]:
    rows = connection.execute(statement.encode() if isinstance(statement, str) else statement)
    return [(row[0], *(round(number, 6) for number in row[1:])) for row in rows]
