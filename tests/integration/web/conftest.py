"""The reader's login, and the console as a process that uses it."""

from collections.abc import Generator
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from storage.logins import make_logins
from storage.reader import Reader
from tests.integration.database import Database
from tests.integration.web.console import Console


@pytest.fixture
def reader_url(database: Database, tmp_path: Path) -> str:
    """The database by the login with a reader's rights."""
    return _url_of("guanjia_reader", database, tmp_path)


@pytest.fixture
def console_url(database: Database, tmp_path: Path) -> str:
    """The database by the login with the console's rights."""
    return _url_of("guanjia_console", database, tmp_path)


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


def _url_of(role: str, database: Database, folder: Path) -> str:
    with database.connect() as connection:
        login = make_logins(connection, folder / "logins")[role]
    return make_conninfo(database.url, user=login.user, password=login.password)
