"""Databases that take nothing for a while."""

from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from storage.database import connect
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until

_WAITING = b"SELECT count(*) FROM pg_locks WHERE NOT granted AND database = %s::oid"


@contextmanager
def database_away(stack: Stack) -> Generator[None]:
    """Refuse every connection to this test's database, and end those of the workers."""
    parts = urlsplit(stack.url)
    name = parts.path.strip("/")
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    with _admin(stack) as admin:
        admin.execute(allow.format(sql.Identifier(name), sql.Literal(False)))
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = 'guanjia_ingest_login'",
            [name],
        )
    try:
        yield
    finally:
        with _admin(stack) as admin:
            admin.execute(allow.format(sql.Identifier(name), sql.Literal(True)))


@contextmanager
def table_locked(stack: Stack, table: str = "reading") -> Generator[psycopg.Connection]:
    """Keep every write to a table waiting, in the middle of its transaction."""
    with connect(stack.url, application="test-lock") as connection:
        connection.execute(sql.SQL("LOCK TABLE {}").format(sql.Identifier(table)))
        yield connection
        connection.rollback()


def await_a_blocked_writer(stack: Stack) -> None:
    """Return when somebody waits for a lock in this test's database: a batch is half written."""
    with stack.connect() as connection:
        row = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        assert row is not None
        wait_until(lambda: _count(connection, row[0]) > 0, "a writer waits for a lock")


def _count(connection: psycopg.Connection, database: int) -> int:
    row = connection.execute(_WAITING, [database]).fetchone()
    return 0 if row is None else int(row[0])


def _admin(stack: Stack) -> psycopg.Connection:
    url = urlunsplit(urlsplit(stack.url)._replace(path="/postgres"))
    return connect(url, application="test-admin", autocommit=True)
