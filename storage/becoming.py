"""A connection that acts as one of the roles of migrations: the console becomes it where somebody may."""

from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from enum import StrEnum

import psycopg
from psycopg import sql

from models.errors import ConfigError, UnreachableError


class Role(StrEnum):
    """Whose work it does."""

    REGISTRAR = "guanjia_registrar"
    """Changes the registry."""
    INGEST = "guanjia_ingest"
    """Stores what arrives."""


@contextmanager
def acting_as(connect: Callable[[], psycopg.Connection], role: Role) -> Generator[psycopg.Connection]:
    """Open a connection that has the rights of `role` until it is closed; whoever uses it commits.

    Raises
    ------
    ConfigError
        When the login may not become the role, or the database is older than this guanjia; with the remedy.
    UnreachableError
        When the server does not answer.
    """
    try:
        with closing(connect()) as connection:
            connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role.value)))
            # a role is kept by what commits, and given back by what rolls back
            connection.commit()
            yield connection
    except psycopg.errors.InsufficientPrivilege as error:
        raise ConfigError(
            f"this login may not act as {role}: run `guanjia db migrate` and `guanjia db logins`, and let the"
            " console log in as guanjia_console_login"
        ) from error
    except (psycopg.errors.UndefinedColumn, psycopg.errors.UndefinedTable) as error:
        raise ConfigError("the database is older than this guanjia: run `guanjia db migrate`") from error
    except psycopg.OperationalError as error:
        raise UnreachableError(f"no answer from the database: {error}") from error
