"""Drivers, homes and exempt vehicles come from registry files, and count for orders."""

from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from guanjia.__main__ import guanjia
from tests.integration.dispatch.conftest import Run
from tests.integration.dispatch.test_orders import line, write

_FILE = """
drivers:
  - code: d01
    name: 马师傅
    institution: b
    licence_class: A1
    licence_until: 2027-06-30
    valid_from: 2026-01-01
    duty:
      - {first_day: 2026-11-21, last_day: 2026-11-22}
      - {first_day: 2026-12-07, every: "FREQ=WEEKLY;INTERVAL=2", days: 7}
  - code: d02
    name: 丁师傅
    institution: b
    phone: "13900000000"
    licence_class: B1
    licence_until: 2026-11-20
    valid_from: 2026-01-01
vehicles:
  - plate: 宁A00001
    type: 轿车
    institution: b
    device: bd1
    valid_from: 2026-01-01T00:00:00Z
    homes: [garage]
    exempt: true
"""
_BY = ("--by", "王主任")


@pytest.fixture
def registered(run: Run) -> Run:  # the command line, with the database it needs
    Path("pool.yaml").write_text(_FILE, "utf-8")
    result = CliRunner().invoke(guanjia, ["registry", "apply", "pool.yaml"])
    assert result.exit_code == 0, result.output
    return run


def refusal(run: Run, driver: str) -> str:
    result = run("dispatch", "1", *_BY, "--driver", driver)
    return "" if result.exit_code == 0 else str(result.exception)


def test_a_driver_must_be_registered_and_hold_a_licence(registered: Run) -> None:
    registered("import", write(line("1")), *_BY)
    registered("approve", "1", *_BY)
    assert "马大哈 is no driver of b at that time" in refusal(registered, "马大哈")
    assert "the licence of 丁师傅 expires before" in refusal(registered, "丁师傅")
    assert not refusal(registered, "d01")


def test_what_is_applied_again_changes_nothing_and_excel_holds_the_same(
    registered: Run, connection: psycopg.Connection
) -> None:
    assert registered
    again = CliRunner().invoke(guanjia, ["registry", "apply", "pool.yaml"])
    assert "no change" in again.output.lower() or "nothing" in again.output.lower(), again.output
    row = connection.execute("SELECT homes, exempt FROM vehicle WHERE plate = '宁A00001'").fetchone()
    assert row == (["garage"], True)
    turns = connection.execute("SELECT first_day::text, days FROM driver_turn ORDER BY 1").fetchall()
    assert turns == [("2026-11-21", 1), ("2026-12-07", 7)]
    exported = CliRunner().invoke(guanjia, ["registry", "export", "pool.xlsx"])
    assert exported.exit_code == 0, exported.output
    book = load_workbook("pool.xlsx")
    assert [cell.value for cell in book["drivers"]["A"]] == ["code", "d01", "d02"]
    applied = CliRunner().invoke(guanjia, ["registry", "apply", "pool.xlsx"])
    assert applied.exit_code == 0, applied.output
    assert connection.execute("SELECT count(*) FROM driver_turn").fetchone() == (2,)
