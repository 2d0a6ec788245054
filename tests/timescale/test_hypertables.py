"""What TimescaleDB adds: hypertables, the columnstore, and the policies."""

from collections.abc import Generator
from datetime import timedelta

import psycopg
import pytest

from tests.storage_samples.stack import Stack

_HYPERTABLES = """
SELECT hypertable_name, column_name, time_interval
FROM timescaledb_information.dimensions
WHERE hypertable_schema = 'public'
"""
_COLUMNSTORE = """
SELECT hypertable::text, segmentby, orderby
FROM timescaledb_information.hypertable_columnstore_settings
WHERE segmentby IS NOT NULL
"""
_POLICIES = """
SELECT
    hypertable_name,
    proc_name,
    config ->> 'compress_after',
    config ->> 'start_offset',
    config ->> 'end_offset'
FROM timescaledb_information.jobs
WHERE hypertable_name IS NOT NULL
"""
# the first of three weeks
_COMPRESS = """
SELECT compress_chunk(chunk, true)
FROM show_chunks('reading', older_than => '2026-01-08 00:00Z'::timestamptz) AS chunk
"""
_DECOMPRESS = """
SELECT decompress_chunk(chunk, true)
FROM show_chunks('reading', older_than => '2026-01-08 00:00Z'::timestamptz) AS chunk
"""
_STORE = """
INSERT INTO reading (device_id, quantity_id, at, value, received_at) VALUES (1, 1, %s, 7, '2026-01-22 00:00Z')
"""
_STORE_ONCE = _STORE + "ON CONFLICT DO NOTHING"


@pytest.fixture
def connection(timescale: Stack) -> Generator[psycopg.Connection]:
    """A connection whose transaction is undone after the test."""
    with timescale.connect() as connection, connection.transaction(force_rollback=True):
        yield connection


def test_telemetry_and_hours_are_hypertables(connection: psycopg.Connection) -> None:
    assert set(connection.execute(_HYPERTABLES).fetchall()) == {
        ("reading", "at", timedelta(days=7)),
        ("position", "at", timedelta(days=1)),
        ("consumption_hourly", "hour", timedelta(days=60)),
    }


def test_the_columnstore_keeps_a_series_together_and_leaves_out_what_is_upserted(
    connection: psycopg.Connection,
) -> None:
    assert set(connection.execute(_COLUMNSTORE).fetchall()) == {
        ("reading", "device_id,quantity_id", "at"),
        ('"position"', "device_id", "at"),
    }


def test_policies_compress_after_a_month_and_refresh_gauges_of_any_age_and_drop_nothing(
    connection: psycopg.Connection,
) -> None:
    assert set(connection.execute(_POLICIES).fetchall()) == {
        ("reading", "policy_compression", "30 days", None, None),
        ("position", "policy_compression", "30 days", None, None),
        ("gauge_hourly", "policy_refresh_continuous_aggregate", None, None, "01:00:00"),
    }


def test_a_second_reading_of_one_key_is_refused(connection: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute(_STORE, ["2026-01-05 00:00Z"])


@pytest.mark.parametrize("is_compressed", [True, False])
def test_ingest_writing_twice_changes_nothing_in_a_chunk_compressed_or_not(
    connection: psycopg.Connection, is_compressed: bool
) -> None:
    connection.execute(_COMPRESS if is_compressed else _DECOMPRESS)
    compressed = connection.execute(
        "SELECT is_compressed FROM timescaledb_information.chunks"
        " WHERE hypertable_name = 'reading' ORDER BY range_start LIMIT 1"
    ).fetchone()
    connection.execute("SET LOCAL ROLE guanjia_ingest")
    assert compressed == (is_compressed,)
    assert connection.execute(_STORE_ONCE, ["2026-01-05 00:00Z"]).rowcount == 0
    assert connection.execute(_STORE_ONCE, ["2026-01-05 00:07Z"]).rowcount == 1
    assert connection.execute(_STORE_ONCE, ["2026-01-05 00:07Z"]).rowcount == 0
    stored = "SELECT value FROM reading WHERE device_id = 1 AND quantity_id = 1 AND at = '2026-01-05 00:00Z'"
    assert connection.execute(stored).fetchone() == (29.0,)


def test_a_period_is_read_from_its_own_chunk(connection: psycopg.Connection) -> None:
    plan = connection.execute(
        "EXPLAIN SELECT * FROM analytics.reading"
        " WHERE device = 'w1' AND at >= '2026-01-09 00:00Z' AND at < '2026-01-10 00:00Z'"
    ).fetchall()
    words = {word for (line,) in plan for word in line.split()}
    assert len({word for word in words if word.startswith("_hyper_1_") and word.endswith("_chunk")}) == 1
