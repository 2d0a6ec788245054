"""The compound in a database, and the command line in front of it."""

from collections.abc import Callable, Generator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from tests.integration.allowances.canteen import furnish
from tests.integration.database import Database


@pytest.fixture
def compound(database: Database) -> Generator[psycopg.Connection]:
    """A connection to the furnished database; what it changes is seen by others after a commit."""
    with database.connect() as connection:
        furnish(connection)
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
