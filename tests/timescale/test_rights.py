"""What a reader may see, on both stacks. Roles are set: the build in WebAssembly has no logins."""

import psycopg
import pytest
from psycopg import sql

from tests.storage_samples.stack import Stack

# all that holds rows below the views: tables, chunks, what is compressed of them, the aggregate
_BELOW_THE_VIEWS = """
SELECT relname::text, has_any_column_privilege('guanjia_reader', oid, 'SELECT')
FROM pg_class
WHERE
    relkind IN ('r', 'v', 'm')
    AND relnamespace::regnamespace::text IN ('public', '_timescaledb_internal')
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""
_VIEWS = "SELECT table_name FROM information_schema.views WHERE table_schema = 'analytics'"


@pytest.fixture(params=["plain", "timescale"])
def stack(request: pytest.FixtureRequest) -> Stack:
    """Either stack."""
    return request.getfixturevalue(request.param)


def test_a_reader_reads_every_view_of_analytics(stack: Stack) -> None:
    with stack.connect() as connection:
        views = [name for (name,) in connection.execute(_VIEWS).fetchall()]
        with connection.transaction(force_rollback=True):
            connection.execute("SET LOCAL ROLE guanjia_reader")
            for view in views:
                relation = sql.Identifier("analytics", view)
                assert connection.execute(sql.SQL("SELECT FROM {} LIMIT 1").format(relation)).rowcount == 1
    assert {"hourly", "reading", "gauge_hourly"} <= set(views)


@pytest.mark.parametrize("relation", ["reading", "position", "gauge_hourly", "contact", "alert"])
def test_a_reader_is_refused_what_lies_below_the_views(stack: Stack, relation: str) -> None:
    with stack.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL ROLE guanjia_reader")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier(relation)))


def test_a_reader_has_no_right_on_any_table_chunk_or_aggregate(timescale: Stack) -> None:
    with timescale.connect() as connection:
        rights = dict(connection.execute(_BELOW_THE_VIEWS).fetchall())
    assert [name for name in rights if name.startswith("_hyper_1_")] != []
    assert [name for name, is_readable in rights.items() if is_readable] == []
