"""Two people enter one file of receipts at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg

from guanjia.vehicles.cost_rules_file import read_cost_rules
from guanjia.vehicles.entering import Entered, Recording, entered
from guanjia.vehicles.ledger_file import read_ledger_file
from storage import vehicle_costs as stored
from storage.database import connect
from tests.ingest_stack.waiting import wait_until
from tests.integration.database import Database
from tests.integration.dispatch.test_importing_at_once import is_waiting
from tests.integration.vehicles.conftest import Run
from tests.integration.vehicles.test_ledger import write


def enter(connection: psycopg.Connection, path: Path) -> Entered:
    read = read_ledger_file(path, stored.plates(connection), date(2026, 12, 1))
    return entered(connection, path, read, Recording("张三", datetime.now(UTC), read_cost_rules(None)))


def enter_and_commit(connection: psycopg.Connection, path: Path) -> Entered:
    with connection:
        return enter(connection, path)


def test_who_comes_second_enters_nothing(run: Run, database: Database) -> None:
    lines = (
        "宁A00100,2026-03-03,通行费,15,,,,,",
        "宁A00100,2026-03-03,通行费,15,,,,,",
        "宁A00200,2026-03-04,维修,3000.01,,,W1,,",
    )
    path, back = Path(write(*lines)), Path(write(*reversed(lines), name="back.csv"))
    with (
        connect(database.url, application="test", autocommit=True) as looker,
        connect(database.url, application="first") as first,
        ThreadPoolExecutor(1) as other,
    ):
        assert enter(first, path).added == 3
        second = other.submit(enter_and_commit, connect(database.url, application="second"), back)
        wait_until(lambda: is_waiting(looker, "second"), "the second one waits for the first")
        first.commit()
        done = second.result(timeout=60)
    assert (done.added, done.there, done.doubled) == (0, 3, [])
    assert run("costs", "--json").exit_code == 0
