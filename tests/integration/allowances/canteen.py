"""The canteen of the project's office compound, with days that a hand calculation follows."""

from datetime import UTC, date, datetime

import psycopg

from guanjia.allowances.book import Book
from guanjia.calendar_files import read_calendar
from models.allowance_file import AllowanceFile
from storage.allowances import places
from tests.integration.compound import CONFIG

NOW = datetime(2026, 5, 10, 4, tzinfo=UTC)

DAYS = """
INSERT INTO consumption_daily (meter_id, day, amount, estimated, coverage, revision, computed_at)
SELECT meter.id, day::date, %(amount)s, %(estimated)s, %(coverage)s, 1, '2026-05-01Z'
FROM meter
CROSS JOIN generate_series(%(start)s::date, %(last)s::date, interval '1 day') AS day
WHERE meter.code = %(meter)s
ON CONFLICT (meter_id, day) DO UPDATE SET
amount = excluded.amount,
estimated = excluded.estimated,
coverage = excluded.coverage,
revision = consumption_daily.revision + 1
"""


def use(
    connection: psycopg.Connection,
    meter: str,
    days: tuple[date, date],
    amount: float,
    *,
    estimated: float = 0.0,
    coverage: float = 1.0,
) -> None:
    """Let a meter count an amount on each day from the first to the last, in place of what it had."""
    parameters = {
        "meter": meter,
        "start": days[0],
        "last": days[1],
        "amount": amount,
        "estimated": estimated,
        "coverage": coverage,
    }
    connection.execute(DAYS, parameters)


def book(connection: psycopg.Connection, file: AllowanceFile | None = None, now: datetime = NOW) -> Book:
    """Return what allowances are worked out from at an instant."""
    calendar = read_calendar(CONFIG / "calendar")
    return Book(connection, file or AllowanceFile(), calendar, places(connection), now)
