"""What is asked gets the same answer on both stacks, before and after TimescaleDB's policies ran."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from tests.storage_samples import trial
from tests.storage_samples.stack import Stack
from tests.timescale.policies import run_policies

_BUCKETS = """
SELECT width, at, time_bucket(width, at)
FROM unnest(ARRAY['5 minutes', '1 hour', '1 day', '7 days']::interval []) AS width
CROSS JOIN unnest(ARRAY['1999-12-31 23:59Z', '2000-01-03 00:00Z', '2026-02-28 16:07Z']::timestamptz []) AS at
ORDER BY width, at
"""
_GAUGE_HOUR = """
SELECT readings, high
FROM gauge_hourly
WHERE device_id = 1 AND quantity_id = 101 AND hour = '2026-01-03 05:00Z'
"""
_LATE_GAUGE = """
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
VALUES (1, 101, '2026-01-03 05:07Z', 99, '2026-01-22 00:00Z')
"""
_NO_LATE_GAUGE = "DELETE FROM reading WHERE device_id = 1 AND quantity_id = 101 AND at = '2026-01-03 05:07Z'"


@dataclass(frozen=True, slots=True)
class Aged:
    """What a database gives once old chunks are compressed and gauges are in their aggregate."""

    compressed: set[str]
    outcomes: Mapping[str, trial.Outcome]
    views: Mapping[str, trial.Outcome]


@pytest.fixture(scope="session")
def aged(timescale: Stack) -> Aged:
    """The database with TimescaleDB after its policies ran."""
    run_policies(timescale)
    with timescale.connect() as connection:
        rows = connection.execute(
            "SELECT DISTINCT hypertable_name FROM timescaledb_information.chunks WHERE is_compressed"
        ).fetchall()
        return Aged({name for (name,) in rows}, trial.outcomes(connection), trial.views(connection))


@pytest.mark.parametrize("name", trial.TRIED)
def test_a_query_gives_the_same_with_timescaledb(name: str, plain: Stack, timescale: Stack) -> None:
    assert timescale.outcomes[name] == plain.outcomes[name]


@pytest.mark.parametrize("name", trial.TRIED)
def test_a_query_gives_the_same_on_compressed_chunks(name: str, plain: Stack, aged: Aged) -> None:
    assert aged.compressed == {"reading", "position"}
    assert aged.outcomes[name] == plain.outcomes[name]


def test_every_analytics_view_shows_the_same(plain: Stack, timescale: Stack, aged: Aged) -> None:
    assert list(timescale.views) == list(plain.views)
    for views in (timescale.views, aged.views):
        assert [name for name, shown in plain.views.items() if views[name] != shown] == []
    assert [name for name, shown in plain.views.items() if not shown.rows] == []


@pytest.mark.usefixtures("aged")
def test_a_late_gauge_reading_of_any_age_reaches_its_hour(timescale: Stack) -> None:
    try:
        with timescale.connect() as connection:
            connection.execute(_LATE_GAUGE)
            before = connection.execute(_GAUGE_HOUR).fetchone()
        run_policies(timescale)
        with timescale.connect() as connection:
            after = connection.execute(_GAUGE_HOUR).fetchone()
    finally:
        with timescale.connect() as connection:
            connection.execute(_NO_LATE_GAUGE)
        run_policies(timescale)
    # the aggregate answers, not the table: the hour changes when the policy runs
    assert before is not None
    assert before[0] == 4
    assert after == (5, 99.0)


def test_our_time_bucket_is_that_of_timescaledb(plain: Stack, timescale: Stack) -> None:
    with plain.connect() as ours, timescale.connect() as theirs:
        assert ours.execute(_BUCKETS).fetchall() == theirs.execute(_BUCKETS).fetchall()
