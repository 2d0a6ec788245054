"""Accounts of people; every change stands in the audit log with it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from models.accounts import Account, Kind, name_fault, password_fault
from models.errors import GuanjiaError
from models.registry import Language
from storage.audit import record
from storage.database import query
from storage.passwords import hashed

_LOCK = 0x61636374
"""Advisory lock of whoever decides by how many accounts there are."""


class AccountError(GuanjiaError):
    """An account cannot be made or changed so; `key` says why on pages, and is a key of the catalogues."""

    def __init__(self, key: str, message: str = "") -> None:
        self.key = key
        super().__init__(message or key)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What somebody asks for; `institution` is a code, None: every institution."""

    name: str
    shown_name: str
    kind: Kind
    institution: str | None = None
    language: Language = Language.ZH_CN


def find(connection: psycopg.Connection, name: str) -> Account | None:
    """Return an account by its name, however it is capitalised."""
    found = _found(connection, name)
    return None if found is None else account_of(found)


def hash_of(connection: psycopg.Connection, name: str) -> tuple[Account, str] | None:
    """Return an account with the hash of its password."""
    found = _found(connection, name)
    return None if found is None else (account_of(found), found["password_hash"])


def existing(connection: psycopg.Connection, name: str) -> Account:
    """Return an account by its name; raise AccountError where there is none."""
    account = find(connection, name)
    if account is None:
        raise AccountError(
            "There is no such account", f"no account {name!r}: `guanjia users list` shows those there are"
        )
    return account


def listed(connection: psycopg.Connection, institution: str | None = None) -> list[Account]:
    """Return the accounts of an institution and all below it; None: all there are."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(query("users/accounts"), {"institution": institution}).fetchall()
    return [account_of(row) for row in rows]


def institutions(
    connection: psycopg.Connection, institution: str | None = None
) -> list[tuple[str, str, str]]:
    """Return code, name and English name of an institution and all below it; None: all there are."""
    return connection.execute(query("users/institutions"), {"institution": institution}).fetchall()


def hold(connection: psycopg.Connection) -> None:
    """Keep others from deciding about accounts until the transaction ends."""
    connection.execute(query("users/lock_accounts"), {"lock": _LOCK})


def add(
    connection: psycopg.Connection,
    new: NewAccount,
    *,
    password: str,
    must_change: bool,
    author: str,
    at: datetime,
) -> Account:
    """Make an account, in the transaction of the caller.

    Raises
    ------
    AccountError
        When the name is taken or none, the password too weak, or the institution unknown.
    """
    fault = name_fault(new.name, new.shown_name) or password_fault(password, new.name)
    if fault is not None:
        raise AccountError(fault.value)
    known = {code for code, *_ in institutions(connection)}
    if new.institution is not None and new.institution not in known:
        raise AccountError(
            "There is no such institution", f"no institution {new.institution!r} in the registry"
        )
    parameters = {
        "name": new.name,
        "shown_name": new.shown_name.strip(),
        "password_hash": hashed(password),
        "kind": new.kind,
        "institution": new.institution,
        "language": new.language,
        "at": at,
        "must_change": must_change,
    }
    if connection.execute(query("users/add_account"), parameters).fetchone() is None:
        raise AccountError("The name is taken", f"the name {new.name!r} is taken")
    account = existing(connection, new.name)
    record(connection, author, "add", _subject(account), None, _said(account))
    return account


def set_password(
    connection: psycopg.Connection, account: Account, password: str, *, must_change: bool, author: str
) -> Account:
    """Give an account another password; its sessions are for the caller to end.

    Raises
    ------
    AccountError
        When it is too weak.
    """
    fault = password_fault(password, account.name)
    if fault is not None:
        raise AccountError(fault.value)
    parameters = {"account": account.id, "password_hash": hashed(password), "must_change": must_change}
    connection.execute(query("users/set_password"), parameters)
    record(connection, author, "password", _subject(account))
    return replace(account, must_change=must_change)


def renew_hash(connection: psycopg.Connection, account: Account, password_hash: str) -> None:
    """Keep the same password by another hash."""
    parameters = {"account": account.id, "password_hash": password_hash, "must_change": account.must_change}
    connection.execute(query("users/set_password"), parameters)


def set_kind(connection: psycopg.Connection, account: Account, kind: Kind, author: str) -> Account:
    """Change what the holder of an account may do, from their next click on."""
    changed = replace(account, kind=kind)
    if kind is not account.kind:
        connection.execute(query("users/set_kind"), {"account": account.id, "kind": kind})
        record(connection, author, "kind", _subject(account), {"kind": account.kind}, {"kind": kind})
    return changed


def set_disabled(
    connection: psycopg.Connection, account: Account, disabled_at: datetime | None, author: str
) -> Account:
    """Disable an account, so that its sessions are over, or enable it again with None."""
    if (account.disabled_at is None) == (disabled_at is None):
        return account
    connection.execute(query("users/set_disabled"), {"account": account.id, "at": disabled_at})
    record(connection, author, "enable" if disabled_at is None else "disable", _subject(account))
    return replace(account, disabled_at=disabled_at)


def account_of(row: dict[str, Any]) -> Account:
    """Return the account of a row that has its columns, and perhaps others."""
    fields = {name: row[name] for name in ("id", "name", "shown_name", "institution", "created_at")}
    return Account(
        **fields,
        kind=Kind(row["kind"]),
        language=Language(row["language"]),
        disabled_at=row["disabled_at"],
        must_change=row["must_change"],
    )


def _found(connection: psycopg.Connection, name: str) -> dict[str, Any] | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query("users/find_account"), {"name": name}).fetchone()


def _subject(account: Account) -> str:
    return f"account {account.name}"


def _said(account: Account) -> dict[str, object]:
    return {
        "shown_name": account.shown_name,
        "kind": account.kind.value,
        "institution": account.institution,
        "language": account.language.value,
    }
