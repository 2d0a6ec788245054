"""What a database refuses, in words for whoever typed a command."""

import psycopg
from psycopg import errors

from models.errors import ConfigError, GuanjiaError, UnreachableError

_NOT_THERE = (
    errors.UndefinedTable,
    errors.UndefinedColumn,
    errors.UndefinedFunction,
    errors.InvalidSchemaName,
)


def told(error: BaseException) -> GuanjiaError | None:
    """Return what to say where the database is to blame and a person can mend it; None: it is our mistake.

    SQLAlchemy wraps what psycopg raises, so causes are looked at too.
    """
    match error:
        case GuanjiaError():
            return None
        case psycopg.Error() if isinstance(error, _NOT_THERE):
            return ConfigError(f"the database lacks something ({_line(error)}): run `guanjia db migrate`")
        case errors.InsufficientPrivilege() | errors.ReadOnlySqlTransaction():
            return ConfigError(
                f"{_line(error)}: the login of GUANJIA_DATABASE_URL has no right to do this; "
                "docs/how-to/database.md says which login does what"
            )
        case psycopg.OperationalError():
            return UnreachableError(f"the database went away: {_line(error)}")
        case _:
            return None if error.__cause__ is None else told(error.__cause__)


def _line(error: psycopg.Error) -> str:
    return error.diag.message_primary or str(error).strip().partition("\n")[0]
