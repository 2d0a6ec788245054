"""Two people take in one file at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from guanjia.dispatch.book import open_book
from guanjia.dispatch.importing import Imported, import_orders
from storage.database import connect
from tests.ingest_stack.waiting import wait_until
from tests.integration.database import Database
from tests.integration.dispatch.conftest import Run
from tests.integration.dispatch.test_orders import line, write


def take_in(connection: psycopg.Connection, *paths: Path) -> list[Imported]:
    with connection:
        book = open_book(connection, {}, datetime.now(UTC))
        return [import_orders(book, path, None, "王主任") for path in paths]


def is_waiting(connection: psycopg.Connection, application: str) -> bool:
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = %s AND wait_event_type = 'Lock'",
        [application],
    ).fetchone()
    return row == (1,)


def test_who_comes_second_finds_all_of_it_whatever_the_order_of_lines(run: Run, database: Database) -> None:
    lines = line("1"), line("2")
    forth, back = write(*lines, name="forth.csv"), write(*reversed(lines), name="back.csv")
    with (
        connect(database.url, application="test", autocommit=True) as looker,
        connect(database.url, application="first") as first,
        ThreadPoolExecutor(1) as other,
    ):
        book = open_book(first, {}, datetime.now(UTC))
        assert import_orders(book, write(lines[0], name="begun.csv"), None, "王主任").entered == 1
        second = other.submit(take_in, connect(database.url, application="second"), back)
        wait_until(lambda: is_waiting(looker, "second"), "the second import waits for the first")
        assert import_orders(book, forth, None, "王主任") == Imported(1, 1, ())
        first.commit()
        assert second.result(timeout=60) == [Imported(0, 2, ())]
    assert "新录入派车单 0 张，已有 2 张" in run("import", forth, "--by", "王主任").output
