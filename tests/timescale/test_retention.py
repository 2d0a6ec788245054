"""docs/how-to/timescale.md as it stands: readings that are old enough go, their hours stay."""

import re
from collections.abc import Generator
from pathlib import Path

import pytest

from storage import schema
from tests.storage_samples.stack import Stack, build
from tests.timescale.policies import run_policies
from tests.timescale.wasm import WasmTimescale

_PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "timescale.md"
_OLD_GAUGES = """
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT 1, 101, timestamptz '2020-01-01 00:00Z' + step * interval '1 hour', 1, '2020-02-01 00:00Z'
FROM generate_series(0, 239) AS step
"""
_OLD_READINGS = "SELECT count(*) FROM reading WHERE at < '2021-01-01 00:00Z'"
_OLD_HOURS = "SELECT count(*) FROM gauge_hourly WHERE hour < '2021-01-01 00:00Z'"
_POLICIES = """
SELECT proc_name, hypertable_name, config ->> 'start_offset', config ->> 'drop_after'
FROM timescaledb_information.jobs
WHERE proc_name IN ('policy_retention', 'policy_refresh_continuous_aggregate')
ORDER BY 1, 2
"""
_RETENTION = "SELECT job_id FROM timescaledb_information.jobs WHERE proc_name = 'policy_retention'"


@pytest.fixture
def old() -> Generator[Stack]:
    """A database of its own, with gauges of 2020 in their aggregate."""
    with WasmTimescale() as server:
        stack = build(server.url)
        with stack.connect() as connection:
            connection.execute(_OLD_GAUGES)
        run_policies(stack)
        yield stack


def test_the_page_drops_old_readings_keeps_their_hours_and_can_be_taken_back(old: Stack) -> None:
    drop, keep = re.findall(r"```sql\n(.*?)```", _PAGE.read_text("utf-8"), re.DOTALL)
    with old.connect(autocommit=True) as connection:
        assert connection.execute(_OLD_HOURS).fetchone() == (240,)
        connection.execute(drop.encode())
        for (job,) in connection.execute(_RETENTION).fetchall():
            connection.execute("CALL run_job(%s)", [job])
    run_policies(old)
    # a migrate leaves the changed policy alone
    assert schema.migrate(old.connect) == []
    with old.connect() as connection:
        assert connection.execute(_OLD_READINGS).fetchone() == (0,)
        assert connection.execute(_OLD_HOURS).fetchone() == (240,)
        assert connection.execute(_POLICIES).fetchall() == [
            ("policy_refresh_continuous_aggregate", "gauge_hourly", "2 years", None),
            ("policy_retention", "position", None, "1 year"),
            ("policy_retention", "reading", None, "3 years"),
        ]
        connection.execute(keep.encode())
        connection.commit()
    schema.migrate(old.connect)
    with old.connect() as connection:
        assert connection.execute(_POLICIES).fetchall() == [
            ("policy_refresh_continuous_aggregate", "gauge_hourly", None, None)
        ]
