"""A small pool of connections that only read: what the console asks for panels, and the API for rows."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

import numpy as np
import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from models.errors import ConfigError, UnreachableError
from models.identity import is_role_name
from models.table import Table
from storage.database import address, query

# a plan for any parameters reads whole tables, where a plan for these reads a month
_OPTIONS = (
    "-c timezone=UTC -c default_transaction_read_only=on -c statement_timeout=10s"
    " -c plan_cache_mode=force_custom_plan"
)
_REAL = psycopg.postgres.types["float4"]

_Answer = TypeVar("_Answer")


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
        return self._answered(f"{name}.sql", role, lambda asked: _rows(asked, query(name), parameters))

    def table(self, name: str, parameters: Mapping[str, object], role: str | None = None) -> Table:
        """Return the same column by column, in a third of the time where there are thousands of rows.

        Raises
        ------
        UnreachableError, ConfigError
            As `rows`.
        """
        return self._answered(f"{name}.sql", role, lambda asked: _table(asked, query(name), parameters))

    def ask(self, work: Callable[[psycopg.Connection], _Answer], role: str | None = None) -> _Answer:
        """Return what several questions in one transaction give, as `role` sees it.

        Raises
        ------
        UnreachableError, ConfigError
            As `rows`.
        """
        return self._answered("this", role, work)

    def _answered(
        self, what: str, role: str | None, work: Callable[[psycopg.Connection], _Answer]
    ) -> _Answer:
        try:
            # one transaction: the role ends with it, however the query does
            with self._pool.connection() as connection:
                if role is not None:
                    _become(connection, role)
                return work(connection)
        except (PoolTimeout, psycopg.OperationalError) as error:
            raise UnreachableError(f"no answer from the database at {self._address}: {error}") from error
        except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
            raise ConfigError(
                f"{self._address} lacks what {what} reads ({_first_line(error)}): run `guanjia db migrate`"
            ) from error
        except psycopg.errors.InsufficientPrivilege as error:
            raise ConfigError(
                f"this login may not read what {what} reads ({_first_line(error)}):"
                " use the login of guanjia_reader, which `guanjia db logins` makes"
            ) from error


def _rows(
    connection: psycopg.Connection, asked: bytes, parameters: Mapping[str, object]
) -> list[dict[str, Any]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(asked, parameters).fetchall()


def _table(connection: psycopg.Connection, asked: bytes, parameters: Mapping[str, object]) -> Table:
    with connection.cursor(binary=True) as cursor:
        rows = cursor.execute(asked, parameters).fetchall()
        described = cursor.description or []
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(described)
    return Table(
        {
            column.name: _told(column.type_code, values)
            for column, values in zip(described, columns, strict=True)
        }
    )


def _told(type_code: int, values: Sequence[Any]) -> Sequence[Any]:
    if type_code == _REAL.oid:
        return _shortest(values)
    return [_shortest(array) for array in values] if type_code == _REAL.array_oid else values


def _shortest(values: Sequence[float | None]) -> list[float | None]:
    """Return `real` values with the digits that text would have: 0.95 and not 0.949999988079071."""
    known = {value: None if value is None else float(str(np.float32(value))) for value in set(values)}
    return [known[value] for value in values]


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
