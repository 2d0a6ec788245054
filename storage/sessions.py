"""Log-ins: sessions, links that let somebody in once, and the attempts that failed.

Whoever holds a token is let in, so the database has only its SHA-256.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import psycopg
from psycopg.rows import class_row, dict_row

from models.accounts import Account
from models.sessions import FAILURES_COUNT, LINK_LASTS, LONGEST, Failures, is_alive
from storage.accounts import account_of
from storage.database import query

_SEEN_EVERY = timedelta(minutes=1)
_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in that lasts, and whose it is."""

    id_hash: bytes
    account: Account


def token_hash(token: str) -> bytes:
    """Return what the database has of a token."""
    return sha256(token.encode()).digest()


def begin(connection: psycopg.Connection, account: Account, address: str, at: datetime) -> str:
    """Begin a session and return its token, which nobody had before."""
    token = secrets.token_urlsafe(32)
    parameters = {"id_hash": token_hash(token), "account": account.id, "at": at, "address": address}
    connection.execute(query("users/forget_sessions"), {"before": at - LONGEST - _KEPT})
    connection.execute(query("users/begin_session"), parameters)
    return token


def find(connection: psycopg.Connection, id_hash: bytes, now: datetime) -> Session | None:
    """Return the session of a token's hash, and write down that it is in use; None: it is over, or none."""
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(query("users/find_session"), {"id_hash": id_hash}).fetchone()
    if row is None or not is_alive(row["begun_at"], row["seen_at"], now):
        return None
    if now - row["seen_at"] >= _SEEN_EVERY:
        connection.execute(query("users/see_session"), {"id_hash": id_hash, "at": now})
    return Session(id_hash, account_of(row))


def end(connection: psycopg.Connection, id_hash: bytes, at: datetime) -> None:
    """End one session."""
    connection.execute(query("users/end_session"), {"id_hash": id_hash, "at": at})


def end_all(connection: psycopg.Connection, account: Account, at: datetime, but: bytes | None = None) -> None:
    """End every session of an account and make its links useless; `but` is the session that goes on."""
    connection.execute(query("users/end_sessions"), {"account": account.id, "at": at, "but": but})
    connection.execute(query("users/forget_links"), {"account": account.id, "now": at})


def make_link(connection: psycopg.Connection, account: Account, at: datetime) -> str:
    """Return a token that lets the holder of an account in once, within ten minutes."""
    token = secrets.token_urlsafe(32)
    parameters = {
        "token_hash": token_hash(token),
        "account": account.id,
        "expires_at": at + LINK_LASTS,
    }
    connection.execute(query("users/add_link"), parameters)
    return token


def use_link(connection: psycopg.Connection, token: str, now: datetime) -> str | None:
    """Return whom a link lets in, by name, and use it up; None: it is none, was used, or is too old."""
    row = connection.execute(
        query("users/use_link"), {"token_hash": token_hash(token), "now": now}
    ).fetchone()
    return None if row is None else row[0]


def failures(connection: psycopg.Connection, name: str, address: str, now: datetime) -> Failures:
    """Return the attempts that failed of late."""
    parameters = {"name": name.casefold(), "address": address, "since": now - FAILURES_COUNT}
    with connection.cursor(row_factory=class_row(Failures)) as cursor:
        return cursor.execute(query("users/failures"), parameters).fetchone() or Failures()


def note_failure(connection: psycopg.Connection, name: str, address: str, at: datetime) -> None:
    """Write down an attempt that failed."""
    parameters = {"name": name.casefold(), "address": address, "at": at}
    connection.execute(query("users/note_failure"), parameters)


def forget_failures(connection: psycopg.Connection, name: str, address: str, now: datetime) -> None:
    """Forget the failures of somebody who got in, and all that no longer count."""
    parameters = {"name": name.casefold(), "address": address, "before": now - FAILURES_COUNT}
    connection.execute(query("users/forget_failures"), parameters)
