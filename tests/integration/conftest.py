"""A real PostgreSQL for the session, and a fresh migrated database for each test."""

from collections.abc import Generator

import pytest

from storage.embedded import EmbeddedPostgres
from tests.integration.database import Database
from tests.integration.prepared import Fill, Prepared, nothing
from tests.quick_folder import quick_folder

_NOTHING_TO_KEEP = {"fsync": "off", "full_page_writes": "off"}
"""A machine that loses power loses the tests with it; a process that is killed loses nothing by this."""


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Generator[EmbeddedPostgres]:
    """The session's server."""
    with (
        quick_folder(tmp_path_factory.mktemp("postgres")) as folder,
        EmbeddedPostgres(folder, settings=_NOTHING_TO_KEEP) as server,
    ):
        yield server


@pytest.fixture(scope="session")
def prepared(postgres: EmbeddedPostgres) -> Prepared:
    """The databases of the session that tests get copies of."""
    return Prepared(postgres)


@pytest.fixture
def content() -> Fill:
    """What is in `database` when a test begins: nothing, unless its folder or module says otherwise."""
    return nothing


@pytest.fixture
def database(prepared: Prepared, content: Fill) -> Generator[Database]:
    """A migrated database with `content`, dropped after the test."""
    with prepared.copy(content) as database:
        yield database
