"""A database with one institution 63 % over its quota, and one contact."""

from collections.abc import Generator

import psycopg
import pytest

from tests.integration.alerts.records import Hands, add_institution, set_progress
from tests.integration.database import Database


@pytest.fixture
def clock() -> Hands:
    """A clock that the test moves."""
    return Hands()


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    """A connection to a database where `jgj` is over its quota and energy@example.org hears of it."""
    with database.connect() as opened:
        add_institution(opened, "jgj", ["energy@example.org"])
        set_progress(opened, "jgj", 1.63)
        yield opened
