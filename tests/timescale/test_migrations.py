"""Migrations on a real TimescaleDB."""

from storage import schema
from tests.storage_samples.stack import Stack

# all that migrations and the shape make, by identity: what is made anew has another oid or job number
_MADE = """
SELECT 'relation', oid::bigint, relname::text, relacl::text
FROM pg_class
WHERE relnamespace::regnamespace::text IN ('public', 'analytics', '_timescaledb_internal')
UNION ALL
SELECT 'job', job_id, proc_name, config::text
FROM timescaledb_information.jobs
UNION ALL
SELECT 'columnstore', 0, hypertable::text, concat(segmentby, '/', orderby)
FROM timescaledb_information.hypertable_columnstore_settings
ORDER BY 1, 2, 3
"""


def test_an_empty_database_gets_every_migration(timescale: Stack) -> None:
    steps = schema.status(timescale.connect)
    assert list(timescale.applied) == [step.number for step in steps]
    assert all(step.applied for step in steps)


def test_migrating_twice_changes_nothing(timescale: Stack) -> None:
    with timescale.connect() as connection:
        before = connection.execute(_MADE).fetchall()
    assert schema.migrate(timescale.connect) == []
    with timescale.connect() as connection:
        assert connection.execute(_MADE).fetchall() == before
