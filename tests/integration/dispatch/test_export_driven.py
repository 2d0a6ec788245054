"""`guanjia vehicles export`: whole rows for any span, with units, to Parquet and CSV."""

from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from guanjia.__main__ import guanjia
from storage.vehicle_export import Driven
from tests.integration.database import Database

pytestmark = pytest.mark.usefixtures("driven")


@pytest.fixture(autouse=True)
def stack(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands' database, and an empty folder."""
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    monkeypatch.chdir(tmp_path)


def export(what: str, begin: str, end: str, out: str, *options: str) -> Result:
    words = ["vehicles", "export", what, "--from", begin, "--to", end, "--out", out, *options]
    return CliRunner().invoke(guanjia, words)


@pytest.mark.parametrize(("what", "rows"), [("trips", 4), ("stops", 5), ("outings", 2), ("days", 2)])
def test_what_was_driven_comes_out_with_its_units(what: str, rows: int) -> None:
    result = export(what, "2026-11-21", "2026-11-23", "out.parquet", "--format", "parquet")
    assert result.exit_code == 0, result.output
    assert f"{rows} {what}" in result.output
    table = pq.read_table("out.parquet")
    assert table.num_rows == rows
    assert set(table.column("plate").to_pylist()) == {"宁A00001"}
    units = {field.name: (field.metadata or {}).get(b"unit", b"").decode() for field in table.schema}
    assert what not in {"trips", "outings", "days"} or units["distance_m"] == "m"


def test_any_span_gives_the_whole_rows_that_touch_it() -> None:
    assert export("trips", "2026-11-21", "2026-11-23", "all.parquet", "--format", "parquet").exit_code == 0
    assert export("trips", "2026-11-22", "2026-11-23", "one.parquet", "--format", "parquet").exit_code == 0
    both, second = pq.read_table("all.parquet").to_pylist(), pq.read_table("one.parquet").to_pylist()
    assert second == both[2:]


def test_a_csv_file_for_excel_computes_nothing(driven: psycopg.Connection) -> None:
    driven.execute("UPDATE vehicle SET plate = '=1+1' WHERE id = 1")
    result = export("outings", "2026-11-21", "2026-11-23", "out.csv", "--format", "csv", "--bom")
    assert result.exit_code == 0, result.output
    written = Path("out.csv").read_text("utf-8-sig")
    assert written.count('"\'=1+1"') == 2


def test_a_span_of_no_day_says_what_to_write() -> None:
    result = export("days", "2026-11-23", "2026-11-23", "out.csv", "--format", "csv")
    assert result.exit_code != 0
    assert "is not after --from" in str(result.exception or result.output)
    assert not Path("out.csv").exists()


def test_all_kinds_are_tried() -> None:
    assert {each.value for each in Driven} == {"trips", "stops", "outings", "days"}
