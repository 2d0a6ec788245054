"""Tokens of the API as the database keeps them."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import psycopg
from psycopg.rows import class_row, scalar_row

from models.errors import UnreachableError
from models.identity import Right
from models.tokens import Token, hashed, new_secret, written
from storage.access import ensure_role
from storage.audit import record
from storage.database import query


@dataclass(frozen=True, slots=True)
class NewToken:
    """What a token is made of; `institution` is a code, None: every institution."""

    name: str
    institution: str | None
    rights: frozenset[Right]
    author: str
    expires_at: datetime


def create(connection: psycopg.Connection, new: NewToken, at: datetime) -> str:
    """Make a token, and the role in which it is answered; return its text, which nothing keeps.

    Raises
    ------
    ConfigError
        When the institution is not in the registry.
    """
    ensure_role(connection, new.institution, places=Right.PLACES in new.rights)
    secret = new_secret()
    parameters = {
        "name": new.name,
        "secret_hash": hashed(secret),
        "institution": new.institution,
        "rights": sorted(new.rights),
        "author": new.author,
        "at": at,
        "expires_at": new.expires_at,
    }
    with connection.cursor(row_factory=scalar_row) as cursor:
        number = cursor.execute(query("tokens/create"), parameters).fetchone()
    said = {name: parameters[name] for name in ("name", "institution", "rights")}
    until = {"expires_at": new.expires_at.isoformat()}
    record(connection, new.author, "add", f"token {number}", None, said | until)
    return written(int(number or 0), secret)


def tokens(connection: psycopg.Connection) -> Sequence[Token]:
    """Return every token by number."""
    with connection.cursor(row_factory=class_row(Token)) as cursor:
        return cursor.execute(query("tokens/list")).fetchall()


def revoke(connection: psycopg.Connection, token: int, at: datetime, author: str) -> bool:
    """End a token; False where there is none of that number that was not ended yet."""
    ended = connection.execute(query("tokens/revoke"), {"token": token, "at": at}).fetchone() is not None
    if ended:
        record(connection, author, "revoke", f"token {token}")
    return ended


class Answers(Protocol):
    """Whoever answers queries over connections that only read: storage.reader.Reader."""

    def rows(self, name: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return the rows of a query of storage/queries/."""
        ...


class TokenDesk:
    """Finds tokens, and writes down when they were used; `connect` opens with the console's rights."""

    def __init__(self, reader: Answers, connect: Callable[[], psycopg.Connection]) -> None:
        self._reader = reader
        self._connect = connect

    def find(self, number: int) -> Token | None:
        """Return a token by its number; None where there is none."""
        rows = self._reader.rows("tokens/find", {"token": number})
        return Token(**rows[0]) if rows else None

    def used(self, number: int, at: datetime) -> None:
        """Write down that a token was used; raise UnreachableError where the database is away."""
        try:
            with closing(self._connect()) as connection, connection:
                connection.execute(query("tokens/used"), {"token": number, "at": at})
        except psycopg.OperationalError as error:
            raise UnreachableError(f"no answer from the database: {error}") from error
