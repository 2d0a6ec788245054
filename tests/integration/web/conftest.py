"""The reader's login, and the console as a process that uses it."""

from collections.abc import Generator
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from storage.logins import make_logins
from storage.reader import Reader
from tests.integration.database import Database
from tests.integration.prepared import Prepared
from tests.integration.web.console import Console


@pytest.fixture(scope="session")
def logins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The passwords of all tests here: a console that outlives a test keeps its own."""
    return tmp_path_factory.mktemp("web") / "logins"


@pytest.fixture
def reader_url(database: Database, logins: Path) -> str:
    """The database by the login with a reader's rights."""
    return url_of("guanjia_reader", database, logins)


@pytest.fixture
def console_url(database: Database, logins: Path) -> str:
    """The database by the login with the console's rights."""
    return url_of("guanjia_console", database, logins)


@pytest.fixture
def reader(reader_url: str) -> Generator[Reader]:
    """What the console reads with."""
    with Reader(reader_url, application="test-reader") as reader:
        yield reader


@pytest.fixture
def console(console_url: str, tmp_path: Path) -> Generator[Console]:
    """A console on a free port, its mails in `mail_folder`."""
    with Console(console_url, tmp_path / "console") as console:
        yield console


@pytest.fixture(scope="module")
def standing_console(
    prepared: Prepared, logins: Path, tmp_path_factory: pytest.TempPathFactory
) -> Generator[Console]:
    """One console for the module's tests that change neither it nor its database, which is empty."""
    folder = tmp_path_factory.mktemp("standing")
    with prepared.copy() as database, Console(url_of("guanjia_console", database, logins), folder) as console:
        yield console


def url_of(role: str, database: Database, logins: Path) -> str:
    """Return the database's URL with the login of a role, whose password stands in `logins`."""
    with database.connect() as connection:
        login = make_logins(connection, logins)[role]
    return make_conninfo(database.url, user=login.user, password=login.password)
