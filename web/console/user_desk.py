"""What administrators do with accounts: each within their institution and all below it."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection

from models.accounts import Account
from models.identity import Right
from storage import accounts, audit, sessions
from storage.access import ensure_role
from storage.accounts import AccountError, NewAccount
from storage.audit import Entry
from storage.passwords import random_password
from storage.sessions import Session
from storage.writer import Writer


class NotAllowedError(AccountError):
    """Only an administrator may see this."""

    def __init__(self) -> None:
        super().__init__("Only an administrator may see this")


@dataclass(frozen=True, slots=True)
class UserDesk:
    """Acts for whose session it is, with the rights they have now, not those of when the page was built."""

    writer: Writer
    now: Callable[[], datetime]

    def listed(self, session: Session) -> list[Account]:
        """Return the accounts that somebody may manage."""
        with self._for(session) as (connection, who):
            return accounts.listed(connection, who.institution)

    def institutions(self, session: Session) -> dict[str, str]:
        """Return the names of the institutions in which somebody may manage accounts, by code."""
        with self._for(session) as (connection, who):
            return {code: name for code, name, _ in accounts.institutions(connection, who.institution)}

    def add(self, session: Session, new: NewAccount) -> str:
        """Make an account and return its password; raise AccountError where it cannot be."""
        with self._for(session) as (connection, who):
            _check_within(connection, who, new.institution)
            password = random_password()
            account = accounts.add(
                connection, new, password=password, must_change=True, author=who.name, at=self.now()
            )
            identity = account.identity
            ensure_role(connection, identity.institution, places=identity.may(Right.PLACES))
            return password

    def disable(self, session: Session, name: str) -> None:
        """Disable somebody else's account, and end its sessions."""
        with self._for(session) as (connection, who):
            account = _managed(connection, who, name)
            if account.id == who.id:
                raise AccountError("You cannot disable your own account")
            accounts.set_disabled(connection, account, self.now(), who.name)
            sessions.end_all(connection, account, self.now())

    def enable(self, session: Session, name: str) -> None:
        """Let the holder of an account in again."""
        with self._for(session) as (connection, who):
            accounts.set_disabled(connection, _managed(connection, who, name), None, who.name)

    def reset(self, session: Session, name: str) -> str:
        """Give an account another password, end its sessions, and return the password."""
        with self._for(session) as (connection, who):
            account, password = _managed(connection, who, name), random_password()
            accounts.set_password(connection, account, password, must_change=True, author=who.name)
            sessions.end_all(connection, account, self.now())
            return password

    def entries(self, session: Session, about: str, older_than: int | None) -> list[Entry]:
        """Return a page of the audit log, which is of every institution."""
        with self._for(session) as (connection, who):
            if who.institution is not None:
                raise NotAllowedError
            return audit.entries(connection, about, older_than=older_than)

    @contextmanager
    def _for(self, session: Session) -> Generator[tuple[Connection, Account]]:
        with self.writer.transaction() as connection:
            accounts.hold(connection)
            current = sessions.find(connection, session.id_hash, self.now())
            if current is None or not current.account.identity.may(Right.USERS):
                raise NotAllowedError
            yield connection, current.account


def _managed(connection: Connection, who: Account, name: str) -> Account:
    account = accounts.existing(connection, name)
    _check_within(connection, who, account.institution)
    return account


def _check_within(connection: Connection, who: Account, institution: str | None) -> None:
    """Raise NotAllowedError for an institution that is not of those somebody sees; None: all of them."""
    if who.institution is None:
        return
    if institution not in {code for code, *_ in accounts.institutions(connection, who.institution)}:
        raise NotAllowedError
