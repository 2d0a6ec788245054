"""The compound in a database, and the command line in front of it."""

from collections.abc import Callable, Generator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from tests.integration.compound import compound as compound_alone
from tests.integration.database import Database
from tests.integration.prepared import Fill


@pytest.fixture
def content() -> Fill:
    """The compound, without any use."""
    return compound_alone


@pytest.fixture
def compound(database: Database) -> Generator[psycopg.Connection]:
    """A connection to the compound's database; what it changes is seen by others after a commit."""
    with database.connect() as connection:
        yield connection


@pytest.fixture
def run(
    compound: psycopg.Connection, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Call `guanjia allowance` in an empty folder, after what the compound changed is committed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)

    def typed(*words: object) -> Result:
        compound.commit()
        return CliRunner().invoke(guanjia, ["allowance", *map(str, words)])

    return typed
