"""`guanjia report` on the office compound with days made by hand."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook, load_workbook

from guanjia.__main__ import guanjia
from guanjia.reports.model import Report, from_json
from tests.integration.database import Database
from tests.integration.figures.test_command import furnish
from tests.integration.prepared import Fill

Run = Callable[..., Result]
Written = Callable[..., bytes]


@pytest.fixture
def content() -> Fill:
    """The furnished compound: 35 days of its main meters from 2026-10-18 on, with its figures."""
    return furnish


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call `guanjia report` in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    return lambda *words: CliRunner().invoke(guanjia, ["report", *words])


@pytest.fixture
def written(run: Run, tmp_path: Path) -> Written:
    """Return what `guanjia report` writes."""

    def call(*words: str) -> bytes:
        file = tmp_path / "report"
        result = run(*words, "--out", str(file))
        assert result.exit_code == 0, result.output
        assert "do not add up" not in result.output
        return file.read_bytes()

    return call


@pytest.fixture
def november(written: Written) -> Report:
    """The report of November 2026, in Chinese."""
    return from_json(written(*NOVEMBER, "--format", "json"), "november")


NOVEMBER = ("jgj", "--period", "month", "--year", "2026", "--month", "11")


def book(content: bytes) -> Workbook:
    """Return a workbook as Excel would open it."""
    return load_workbook(BytesIO(content))
