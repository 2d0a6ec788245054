"""A small pool of connections that write: what the console's people change."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Self

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from models.errors import ConfigError, UnreachableError
from storage.database import address


class Writer:
    """Lends connections to many threads, each for one transaction; the server may be away."""

    def __init__(self, url: str, *, application: str, size: int = 4, patience_seconds: float = 3.0) -> None:
        self._address = address(url)
        self._pool = ConnectionPool(
            url,
            kwargs={
                "application_name": application,
                "options": "-c timezone=UTC -c statement_timeout=10s",
                "connect_timeout": 5,
            },
            min_size=1,
            max_size=size,
            timeout=patience_seconds,
            reconnect_timeout=patience_seconds,
            check=ConnectionPool.check_connection,
            open=False,
        )

    def __enter__(self) -> Self:
        """Begin to connect; a server that is away is no error yet."""
        self._pool.open()
        return self

    def __exit__(self, *_: object) -> None:
        """Close every connection."""
        self._pool.close()

    @contextmanager
    def transaction(self) -> Generator[psycopg.Connection]:
        """Lend a connection; what was done is kept when the block ends, and undone when it raises.

        Raises
        ------
        UnreachableError
            When the server does not answer, or not in time.
        ConfigError
            When the login lacks a right, or the database a table.
        """
        try:
            with self._pool.connection() as connection:
                yield connection
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise UnreachableError(f"no answer from the database at {self._address}: {error}") from error
        except (psycopg.errors.UndefinedTable, psycopg.errors.InsufficientPrivilege) as error:
            raise ConfigError(
                f"this login may not do it at {self._address} ({str(error).strip().partition(chr(10))[0]}):"
                " run `guanjia db migrate`, and let the console log in as guanjia_console_login"
            ) from error
