"""Connections and queries: the one place that opens a database and reads a .sql file."""

from datetime import timedelta
from functools import cache
from importlib.resources import files

import psycopg
from psycopg.conninfo import conninfo_to_dict

from models.errors import ConfigError, UnreachableError


@cache
def query(name: str) -> bytes:
    """Return queries/`name`.sql; bytes, because psycopg takes only SQL nobody built from strings."""
    return files("storage").joinpath("queries", f"{name}.sql").read_bytes()


def connect(
    url: str, *, application: str, autocommit: bool = False, hung_after: timedelta | None = None
) -> psycopg.Connection:
    """Open a connection in UTC; raise UnreachableError, which names the server, when there is none.

    `hung_after`: the server ends this session, and gives its locks to others, when a transaction waits so
    long for this process: it was stopped, or its machine is gone.
    """
    _check(url)
    options = "-c timezone=UTC"
    if hung_after is not None:
        wait_ms = round(hung_after.total_seconds() * 1000)
        # idle within a transaction; or not taking the rows that it asked for
        options += f" -c idle_in_transaction_session_timeout={wait_ms} -c tcp_user_timeout={wait_ms}"
        # a process that is gone is noticed also while its question is being answered
        options += " -c client_connection_check_interval=5000"
    try:
        return psycopg.connect(
            url,
            application_name=application,
            autocommit=autocommit,
            connect_timeout=10,
            # a server that vanished without a goodbye is noticed in half a minute, not in two hours
            keepalives_idle=15,
            keepalives_interval=5,
            keepalives_count=3,
            tcp_user_timeout=30_000,
            options=options,
        )
    except psycopg.OperationalError as error:
        raise UnreachableError(f"no database at {address(url)}: {_first_line(error)}") from error


def _check(url: str) -> None:
    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        # what is wrong with it is not repeated: the text has the whole string, and with it a password
        raise ConfigError(
            "GUANJIA_DATABASE_URL is no connection string: write postgresql://USER@HOST:PORT/DATABASE"
        ) from error


def address(url: str) -> str:
    """Return host, port and database of a connection string, for messages: never the password."""
    parts = conninfo_to_dict(url)
    return f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().partition("\n")[0]
