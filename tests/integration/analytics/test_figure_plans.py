"""Figures of one institution are found by index, however many others there are."""

from collections.abc import Mapping
from datetime import date

import psycopg

from storage.database import query
from tests.integration.database import Database

_MANY = (
    "INSERT INTO institution (code, name, type)"
    " SELECT 'i' || k, 'i', 'government' FROM generate_series(1, 100) AS k",
    """
    INSERT INTO indicator_value (
        institution_id, indicator, period, period_start, period_end, value, unit, numerator, denominator,
        divisor, coverage, estimated_share, observed_days, due_share, computed_at
    )
    SELECT
        institution.id,
        'indicator' || number,
        'month',
        month,
        month + interval '1 month',
        1,
        'm3/person',
        1,
        1,
        'people',
        1,
        0,
        28,
        1,
        now()
    FROM
        institution,
        generate_series(1, 15) AS number,
        generate_series('2024-01-01'::date, '2026-12-01', '1 month') AS month
    """,
    "ANALYZE",
)


def test_the_figures_of_one_institution_are_found_by_index(database: Database) -> None:
    parameters = {
        "institution": "i7",
        "period": "month",
        "begins": date(2024, 1, 1),
        "ends": date(2027, 1, 1),
    }
    with database.connect() as connection:
        for statement in _MANY:
            connection.execute(statement.encode())
        rows = connection.execute(query("figures/rows"), parameters).fetchall()
        plan = _plan(connection, query("figures/rows"), parameters)
    assert len(rows) == 15 * 36
    assert "Seq Scan on indicator_value" not in plan
    assert "indicator_value_pkey" in plan


def _plan(connection: psycopg.Connection, statement: bytes, parameters: Mapping[str, object]) -> str:
    return "\n".join(row[0] for row in connection.execute(b"EXPLAIN " + statement, parameters).fetchall())
