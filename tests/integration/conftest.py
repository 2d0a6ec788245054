"""A real PostgreSQL for the session, and a fresh migrated database for each test."""

import itertools
from collections.abc import Generator

import pytest
from psycopg import sql

from storage import schema
from storage.database import connect
from storage.embedded import EmbeddedPostgres
from tests.integration.database import Database

_TEMPLATE = "guanjia_template"
_numbers = itertools.count(1)
_NOTHING_TO_KEEP = {"fsync": "off", "full_page_writes": "off"}
"""A machine that loses power loses the tests with it; a process that is killed loses nothing by this."""


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Generator[EmbeddedPostgres]:
    """The session's server, with one migrated database to copy from."""
    with EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), settings=_NOTHING_TO_KEEP) as server:
        _admin(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
        schema.migrate(lambda: connect(server.url(_TEMPLATE), application="test-template"))
        yield server


@pytest.fixture
def database(postgres: EmbeddedPostgres) -> Generator[Database]:
    """A copy of the migrated database, dropped after the test."""
    name = f"test_{next(_numbers)}"
    identifier = sql.Identifier(name)
    template = sql.Identifier(_TEMPLATE)
    _admin(postgres, sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(identifier, template))
    yield Database(name, postgres.url(name))
    _admin(postgres, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def _admin(server: EmbeddedPostgres, statement: sql.Composed) -> None:
    with connect(server.url(), application="test-admin", autocommit=True) as connection:
        connection.execute(statement)
