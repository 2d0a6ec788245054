"""Logins: each process has the rights it needs and no more."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, ReadOnlySqlTransaction

from guanjia.registry_files.yaml_file import read_yaml
from models.errors import UnreachableError
from storage.database import connect
from storage.logins import LOGINS, Login, make_logins
from storage.registry import apply
from tests.integration.database import Database
from tests.small_site import QUOTA, SITE

MAY = {
    "guanjia_ingest": ["SELECT FROM device", "UPDATE rejected_message SET replayed_at = now()"],
    "guanjia_analytics": ["SELECT FROM reading", "DELETE FROM stale_hour"],
    "guanjia_alerts": ["SELECT FROM contact", "SELECT FROM consumption_daily"],
    "guanjia_registrar": ["DELETE FROM contact", "SELECT FROM reading"],
    "guanjia_reader": ["SELECT FROM analytics.daily"],
    "guanjia_console": [
        "SELECT FROM analytics.daily", "SELECT id, fired_at FROM alert", "SELECT secret_hash FROM api_token",
        "SELECT FROM dispatch_change", "UPDATE dispatch_order SET state = 'approved' WHERE false",
        "UPDATE silence SET ended_at = now() WHERE ended_at > now()",
    ],
}  # fmt: skip
MAY_NOT = {
    "guanjia_ingest": ["SELECT FROM contact", "DELETE FROM reading", "INSERT INTO consumption_hourly SELECT"],
    "guanjia_analytics": ["SELECT FROM contact", "DELETE FROM reading", "UPDATE meter SET name = 'x'"],
    "guanjia_alerts": ["DELETE FROM alert", "INSERT INTO reading SELECT"],
    "guanjia_registrar": ["DELETE FROM reading", "SELECT FROM consumption_hourly"],
    "guanjia_reader": [
        "SELECT FROM reading", "SELECT FROM contact", "CREATE TABLE public.mine ()",
        "INSERT INTO acknowledgement (alert_id, at, author) VALUES (1, now(), 'x')",
    ],
    "guanjia_console": [
        "SELECT FROM reading", "SELECT FROM contact", "CREATE TABLE public.mine ()",
        "SELECT figures FROM alert",
        "SELECT author FROM acknowledgement", "UPDATE acknowledgement SET note = ''",
        "SELECT phone FROM driver", "UPDATE dispatch_order SET purpose = ''", "DELETE FROM dispatch_order",
        "UPDATE dispatch_change SET note = ''", "SELECT stay_lon FROM outing",
        "UPDATE vehicle_duty SET reason = ''",
        "DELETE FROM acknowledgement", "UPDATE alert SET state = 'resolved'", "SELECT reason FROM silence",
        "UPDATE silence SET reason = ''", "DELETE FROM silence",
        "UPDATE api_token SET rights = '{users}'", "DELETE FROM api_token",
    ],
}  # fmt: skip


def test_every_role_has_a_login_that_may_what_its_process_needs(database: Database, tmp_path: Path) -> None:
    logins = made(database, tmp_path)
    assert logins.keys() == LOGINS.keys()
    for role, statements in MAY.items():
        with logged_in(database, logins[role]) as connection:
            for statement in statements:
                connection.execute(statement.encode())


def test_no_login_may_more_than_its_process_needs(database: Database, tmp_path: Path) -> None:
    logins = made(database, tmp_path)
    for role, statements in MAY_NOT.items():
        with logged_in(database, logins[role]) as connection:
            for statement in statements:
                with pytest.raises((InsufficientPrivilege, ReadOnlySqlTransaction)):
                    connection.execute(statement.encode())
                connection.rollback()


def test_the_registrar_can_apply(database: Database, tmp_path: Path) -> None:
    entries, _ = read_yaml("site.yaml", (QUOTA + SITE).encode())
    with logged_in(database, made(database, tmp_path)["guanjia_registrar"]) as connection:
        assert apply(connection, entries).revision == 1


def test_making_logins_again_keeps_the_passwords(database: Database, tmp_path: Path) -> None:
    first = made(database, tmp_path)
    assert made(database, tmp_path) == first
    for role in LOGINS:
        file = tmp_path / f"{role}.password"
        assert file.read_text("utf-8") == first[role].password
        assert file.stat().st_mode & 0o777 == 0o600


def test_another_folder_gives_new_passwords_and_the_old_ones_end(database: Database, tmp_path: Path) -> None:
    old = made(database, tmp_path / "old")
    new = made(database, tmp_path / "new")
    logged_in(database, new["guanjia_ingest"]).close()
    with pytest.raises(UnreachableError, match="password authentication failed"):
        logged_in(database, old["guanjia_ingest"])


def made(database: Database, folder: Path) -> dict[str, Login]:
    with database.connect() as connection:
        return make_logins(connection, folder)


def logged_in(database: Database, login: Login) -> psycopg.Connection:
    parts = urlsplit(database.url)
    host = f"{login.user}:{login.password}@{parts.hostname}:{parts.port}"
    return connect(urlunsplit(parts._replace(netloc=host)), application="test")
