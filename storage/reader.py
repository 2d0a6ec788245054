"""A small pool of connections that only read: what the console asks for panels."""

from collections.abc import Mapping
from typing import Any, Self

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from models.errors import ConfigError, UnreachableError
from models.identity import is_role_name
from storage.database import address, query

_OPTIONS = "-c timezone=UTC -c default_transaction_read_only=on -c statement_timeout=10s"


class Reader:
    """Answers queries of storage/queries/ from many threads over at most `size` connections.

    The server may be away: the pool goes on trying, and meanwhile `rows` raises UnreachableError.
    """

    def __init__(self, url: str, *, application: str, size: int = 4, patience_seconds: float = 3.0) -> None:
        self._address = address(url)
        self._pool = ConnectionPool(
            url,
            kwargs={"application_name": application, "options": _OPTIONS, "connect_timeout": 5},
            min_size=1,
            max_size=size,
            timeout=patience_seconds,
            # give up soon and try afresh with the next question: else the pauses between attempts double
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

    def rows(
        self, name: str, parameters: Mapping[str, object], role: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows of queries/`name`.sql by column, as `role` sees them; None: as the login does.

        Raises
        ------
        UnreachableError
            When the server does not answer, or not in time.
        ConfigError
            When the database lacks what the query needs or the role, or the login may not read it; with the
            remedy.
        """
        try:
            # one transaction: the role ends with it, however the query does
            with self._pool.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
                if role is not None:
                    _become(connection, role)
                return cursor.execute(query(name), parameters).fetchall()
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise UnreachableError(f"no answer from the database at {self._address}: {error}") from error
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
            raise ConfigError(
                f"{self._address} lacks what {name}.sql reads ({_first_line(error)}):"
                " run `guanjia db migrate`"
            ) from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise ConfigError(
                f"this login may not read what {name}.sql reads ({_first_line(error)}):"
                " use the login of guanjia_reader, which `guanjia db logins` makes"
            ) from error


def _become(connection: psycopg.Connection, role: str) -> None:
    if not is_role_name(role):
        raise ConfigError(
            f"{role!r} is no role that sees an institution: models.identity.role_name gives one"
        )
    try:
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
    except (psycopg.errors.InvalidParameterValue, psycopg.errors.UndefinedObject) as error:
        raise ConfigError(
            f"the database has no role {role}: storage.access.ensure_role makes it, `guanjia db migrate`"
            " those that see everything"
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise ConfigError(
            f"this login may not answer as {role}: use the login of guanjia_console,"
            " which `guanjia db logins` makes"
        ) from error


def _first_line(error: psycopg.Error) -> str:
    return str(error).strip().partition("\n")[0]
