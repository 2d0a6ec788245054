"""Login roles of the processes: each a member of one role with least rights, its password in a file."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from models.errors import ConfigError

LOGINS: Mapping[str, str] = {
    "guanjia_ingest": "guanjia_ingest_login",
    "guanjia_analytics": "guanjia_analytics_login",
    "guanjia_alerts": "guanjia_alerts_login",
    "guanjia_registrar": "guanjia_registrar_login",
    "guanjia_reader": "guanjia_grafana",
    "guanjia_console": "guanjia_console_login",
}
"""The login of each role that migrations make."""

_LOCK = 7306353215
"""Advisory lock of whoever makes logins: roles belong to the whole cluster."""


@dataclass(frozen=True, slots=True)
class Login:
    """What a process connects with; only [A-Za-z0-9_-] stands in either, so a URL takes them as they are."""

    user: str
    password: str


def make_logins(connection: psycopg.Connection, folder: Path) -> dict[str, Login]:
    """Make the logins that are missing, give all the passwords of `folder`, and return them by role.

    A password file that is there is kept: running this again changes no password. A new one is readable by
    its owner only.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    logins = {role: Login(user, _password(folder / f"{role}.password")) for role, user in LOGINS.items()}
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for role, login in logins.items():
            _make(connection, role, login)
    return logins


def _make(connection: psycopg.Connection, role: str, login: Login) -> None:
    user = sql.Identifier(login.user)
    known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [login.user]).fetchone()
    if known is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(user))
    # the server sees only the verifier: a log of statements must not show a password
    verifier = connection.pgconn.encrypt_password(
        login.password.encode(), login.user.encode(), b"scram-sha-256"
    )
    connection.execute(
        sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(user, sql.Literal(verifier.decode()))
    )
    connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), user))


def _password(file: Path) -> str:
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        password = file.read_text("utf-8").strip()
        if not password:
            raise ConfigError(f"{file} is empty: delete it to get a new password") from None
        return password
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        password = secrets.token_urlsafe(24)
        written.write(password)
    return password
