"""Accounts and sessions for tests that are not about logging in: written beside the door, in a moment."""

from datetime import UTC, datetime

import psycopg

from models.accounts import Account, Kind
from models.identity import Right
from storage import accounts, sessions
from storage.access import ensure_role
from storage.accounts import NewAccount

PASSWORD = "correct horse battery"  # noqa: S105
ADDRESS = "127.0.0.1"


def make_account(
    url: str,
    name: str = "boss",
    kind: Kind = Kind.ADMINISTRATOR,
    institution: str | None = None,
    *,
    shown_name: str = "",
    must_change: bool = False,
) -> Account:
    """Make an account, or return the one there is."""
    with psycopg.connect(url) as connection:
        known = accounts.find(connection, name)
        if known is not None:
            return known
        new = NewAccount(name, shown_name or name, kind, institution)
        account = accounts.add(
            connection, new, password=PASSWORD, must_change=must_change, author="test", at=datetime.now(UTC)
        )
        ensure_role(connection, institution, places=account.identity.may(Right.PLACES))
        return account


def let_in(url: str, account: Account) -> str:
    """Begin a session and return what its cookie holds."""
    with psycopg.connect(url) as connection:
        return sessions.begin(connection, account, ADDRESS, datetime.now(UTC))
