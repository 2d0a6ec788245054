"""Lets people in and out: by password, by a link that is good once, by the cookie of a session."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from threading import BoundedSemaphore

from psycopg import Connection

from models.accounts import Account, PasswordFault, password_fault
from models.sessions import wait
from storage import accounts, sessions
from storage.audit import record
from storage.passwords import fits, hashed, is_outdated
from storage.sessions import Session
from storage.writer import Writer

# each check takes 64 MiB and 50 ms on purpose: many at once must not take the machine
_CHECKS = BoundedSemaphore(2)


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody got in; `token` is what their cookie holds."""

    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nobody got in; the next attempt is looked at after so many seconds."""

    wait_seconds: int = 0


@dataclass(frozen=True, slots=True)
class Door:
    """Answers for log-ins over the database; every method takes its time, and belongs in a thread."""

    writer: Writer
    now: Callable[[], datetime]

    def session(self, token: str) -> Session | None:
        """Return the session whose token a cookie holds; None: there is none, or it is over."""
        return self.session_by_hash(sessions.token_hash(token))

    def session_by_hash(self, id_hash: bytes) -> Session | None:
        """Return a session as it is now; None: it is over."""
        with self.writer.transaction() as connection:
            return sessions.find(connection, id_hash, self.now())

    def enter(self, name: str, password: str, address: str) -> Entered | Refused:
        """Let somebody in who knows the password of an account."""
        pause = self._attempt(name, address)
        if pause:
            return Refused(ceil(pause.total_seconds()))
        with self.writer.transaction() as connection:
            found = accounts.hash_of(connection, name)
        with _CHECKS:
            is_right = fits(found[1] if found else None, password)
        if found is None or not is_right or found[0].disabled_at is not None:
            return Refused()
        return self._entered(*found, password, address)

    def enter_by_link(self, token: str, address: str) -> Entered | Refused:
        """Let somebody in who holds a link that nobody used yet."""
        now = self.now()
        with self.writer.transaction() as connection:
            name = sessions.use_link(connection, token, now)
            account = accounts.find(connection, name) if name else None
            if account is None:
                return Refused()
            return self._begin(connection, account, address, now)

    def leave(self, session: Session) -> None:
        """End a session."""
        with self.writer.transaction() as connection:
            sessions.end(connection, session.id_hash, self.now())
            record(connection, session.account.name, "logout", f"account {session.account.name}")

    def change_password(
        self, session: Session, old: str, new: str, address: str
    ) -> Entered | Refused | PasswordFault:
        """Give whoever knows their old password a new one, and a new session instead of all they had."""
        account = session.account
        fault = password_fault(new, account.name)
        if fault is not None:
            return fault
        pause = self._attempt(account.name, address)
        if pause:
            return Refused(ceil(pause.total_seconds()))
        with self.writer.transaction() as connection:
            found = accounts.hash_of(connection, account.name)
        with _CHECKS:
            if not fits(found[1] if found else None, old):
                return Refused()
        now = self.now()
        with self.writer.transaction() as connection:
            changed = accounts.set_password(connection, account, new, must_change=False, author=account.name)
            sessions.forget_failures(connection, account.name, address, now)
            sessions.end_all(connection, account, now)
            return Entered(changed, sessions.begin(connection, changed, address, now))

    def _attempt(self, name: str, address: str) -> timedelta:
        """Count an attempt as failed until it succeeds: of many at once, each counts for the others."""
        now = self.now()
        with self.writer.transaction() as connection:
            accounts.hold(connection)
            pause = wait(sessions.failures(connection, name, address, now), now)
            if not pause:
                sessions.note_failure(connection, name, address, now)
        return pause

    def _entered(self, account: Account, password_hash: str, password: str, address: str) -> Entered:
        now = self.now()
        renewed = hashed(password) if is_outdated(password_hash) else None
        with self.writer.transaction() as connection:
            if renewed is not None:
                accounts.renew_hash(connection, account, renewed)
            sessions.forget_failures(connection, account.name, address, now)
            return self._begin(connection, account, address, now)

    @staticmethod
    def _begin(connection: Connection, account: Account, address: str, now: datetime) -> Entered:
        token = sessions.begin(connection, account, address, now)
        record(connection, account.name, "login", f"account {account.name}", None, {"address": address})
        return Entered(account, token)
