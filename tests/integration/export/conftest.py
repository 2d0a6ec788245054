"""A database with a fortnight of hours, and `guanjia` as people type it."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.integration.database import Database
from tests.integration.export.command import guanjia
from tests.integration.nights import keep_nights

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def fortnight(database: Database) -> Database:
    """The first fortnight of November 2026 at an office, as fortnight.sql says."""
    with database.connect() as connection:
        connection.execute(Path(__file__).with_name("fortnight.sql").read_bytes())
        keep_nights(connection)
    return database


@pytest.fixture
def run(fortnight: Database, tmp_path: Path) -> Run:
    """Run `guanjia ARGUMENTS` in an empty folder against the fortnight."""
    return lambda *arguments: guanjia(fortnight, tmp_path, *arguments)
