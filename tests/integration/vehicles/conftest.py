"""The compound with its 20 vehicles in a database, and `guanjia vehicles` in front of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from tests.integration.compound import compound as compound_alone
from tests.integration.database import Database
from tests.integration.prepared import Fill

Run = Callable[..., Result]


@pytest.fixture
def content() -> Fill:
    """The compound, nothing driven and nothing paid."""
    return compound_alone


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call `guanjia vehicles` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    return lambda *words: CliRunner().invoke(guanjia, ["vehicles", *map(str, words)])
