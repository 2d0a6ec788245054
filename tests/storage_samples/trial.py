"""Fill a migrated database with the sample rows, and try every query and view there."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from storage.database import query
from tests.storage_samples.samples import ROLES, SAMPLES

QUERIES = Path(__file__).parents[2] / "storage" / "queries"
QUERY_NAMES = sorted(file.relative_to(QUERIES).with_suffix("").as_posix() for file in QUERIES.rglob("*.sql"))
TRIED = [name for name in QUERY_NAMES if name in SAMPLES]
"""What is tried: all query files, or tests/unit/storage/test_query_samples.py fails."""

_VIEWS = "SELECT table_name FROM information_schema.views WHERE table_schema = 'analytics' ORDER BY 1"

# identity columns count on through what is undone: every trial begins at the same number
_RESTART = """
SELECT setval(pg_get_serial_sequence(quote_ident(table_name), column_name), 1000)
FROM information_schema.columns
WHERE table_schema = 'public' AND is_identity = 'YES'
"""

# what the server counts in its own time
_UNSTEADY = frozenset({"inserted"})

Connection = psycopg.Connection


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a query gave: columns as (name, type), rows in an order of our own, and how many."""

    columns: tuple[tuple[str, int], ...] = ()
    rows: tuple[str, ...] = ()
    affected: int = 0
    error: str = ""


def fill(connection: Connection) -> None:
    """Insert the sample rows and commit."""
    connection.execute(Path(__file__).with_name("rows.sql").read_bytes())
    connection.commit()


def outcomes(connection: Connection) -> Mapping[str, Outcome]:
    """Run every query that has a sample, each in a transaction that is undone, and return what each gave."""
    connection.execute(_RESTART)
    return {name: _outcome(connection, name) for name in TRIED}


def views(connection: Connection) -> Mapping[str, Outcome]:
    """Return what every view of the schema analytics shows."""
    found: dict[str, Outcome] = {}
    for (name,) in connection.execute(_VIEWS).fetchall():
        statement = sql.SQL("SELECT * FROM {}").format(sql.Identifier("analytics", name))
        found[name] = _read(connection.execute(statement))
    return found


def _outcome(connection: Connection, name: str) -> Outcome:
    try:
        with connection.transaction(force_rollback=True):
            return _run(connection, name)
    except psycopg.Error as error:
        return Outcome(error=str(error))


def _run(connection: Connection, name: str) -> Outcome:
    sample = SAMPLES[name]
    folder = name.rpartition("/")[0]
    if folder:
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(ROLES[folder])))
    for statement in sample.before:
        connection.execute(statement)
    return _read(connection.execute(query(name), sample.parameters or None))


def _read(cursor: psycopg.Cursor[tuple[object, ...]]) -> Outcome:
    if cursor.description is None:
        return Outcome(affected=cursor.rowcount)
    columns = tuple((column.name, column.type_code) for column in cursor.description)
    steady = [place for place, (name, _) in enumerate(columns) if name not in _UNSTEADY]
    rows = sorted(repr([row[place] for place in steady]) for row in cursor.fetchall())
    return Outcome(columns, tuple(rows), cursor.rowcount)
