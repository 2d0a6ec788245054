"""What every command says where the database is to blame, and a person can mend it."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from click.testing import CliRunner

from guanjia.__main__ import guanjia
from models.errors import ConfigError, UnreachableError
from storage.embedded import EmbeddedPostgres
from storage.faults import told
from storage.logins import make_logins
from tests.integration.database import Database

_TYPED = (
    "balance yard",
    "aside list",
    "prove",
    "export --from 2026-11-01 --to 2026-12-01 --grain day --format csv --out november.csv",
    "allowance list",
    "analytics --once",
    "rejected list",
    "registry export yard.yaml",
)
COMMANDS = [typed.split() for typed in _TYPED]


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_database_that_was_not_migrated_is_told_what_to_run(
    words: list[str], postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the server's own database has no tables of ours
    monkeypatch.setenv("GUANJIA_DATABASE_URL", postgres.url())
    error = raised(words)
    assert isinstance(error, ConfigError)
    assert "run `guanjia db migrate`" in str(error)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    "words", [["allowance", "list"], ["analytics", "--once"], ["db", "status"]], ids=" ".join
)
def test_a_login_without_the_right_is_told_so(
    words: list[str], database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.connect() as connection:
        reader = make_logins(connection, tmp_path)["guanjia_reader"]
    parts = urlsplit(database.url)
    place = f"{reader.user}:{reader.password}@{parts.hostname}:{parts.port}"
    monkeypatch.setenv("GUANJIA_DATABASE_URL", urlunsplit(parts._replace(netloc=place)))
    error = raised(words)
    assert isinstance(error, ConfigError)
    assert str(error).startswith("permission denied for ")
    assert "docs/how-to/database.md says which login does what" in str(error)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_server_that_is_not_there_is_named(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANJIA_DATABASE_URL", "postgresql://someone@127.0.0.1:1/yard")
    error = raised(words)
    assert isinstance(error, UnreachableError)
    assert str(error).startswith("no database at 127.0.0.1:1/yard: ")


def test_a_text_that_is_no_address_is_not_repeated_with_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANJIA_DATABASE_URL", "someone:hidden@127.0.0.1/yard")
    error = raised(["aside", "list"])
    assert isinstance(error, ConfigError)
    assert "GUANJIA_DATABASE_URL" in str(error)
    assert "hidden" not in str(error)


def test_our_own_mistakes_stay_what_they_are(database: Database) -> None:
    with database.connect() as connection, pytest.raises(psycopg.errors.SyntaxError) as caught:
        connection.execute("SELEC 1")
    assert told(caught.value) is None


def test_a_server_that_goes_away_in_the_middle_is_told(database: Database) -> None:
    with database.connect() as connection, pytest.raises(psycopg.OperationalError) as caught:
        connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert str(told(caught.value)).startswith("the database went away: terminating connection")


def raised(words: list[str]) -> BaseException | None:
    result = CliRunner().invoke(guanjia, words)
    assert result.exit_code == 1
    return result.exception
