"""The recipes of docs/how-to run in order, and print what the pages show."""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.integration.database import Database
from tests.integration.export.command import guanjia
from tests.unit.pages import page

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps(name: str) -> Iterator[tuple[str, str, str]]:
    """Yield language, code and the output shown under it, of each block of a page that can be run."""
    found = _FENCE.findall(page(name))
    for (language, code), (following, shown) in zip(found, [*found[1:], ("", "")], strict=True):
        if language != "text":
            yield language, code, shown if following == "text" else ""


@pytest.mark.parametrize("name", ["docs/how-to/pandas.md", "docs/how-to/duckdb.md", "docs/how-to/sql.md"])
def test_a_page_s_blocks_run_in_order_and_print_what_it_shows(
    name: str, fortnight: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANJIA_DATABASE_URL", fortnight.url)
    names: dict[str, Any] = {}
    ran = 0
    with fortnight.connect() as connection:
        connection.execute("SET ROLE guanjia_reader")
        for language, code, shown in steps(name):
            if language == "sh":
                done = guanjia(fortnight, tmp_path, *shlex.split(code)[1:])
                assert done.returncode == 0, done.stderr
                continue
            printed = table(connection, code) if language == "sql" else said(code, names)
            assert printed == shown, f"{name}:\n{code}\nprinted\n{printed}"
            ran += 1
    assert ran >= 5


def said(code: str, names: dict[str, Any]) -> str:
    """Run a block among the names of the blocks before it, and return what it printed."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "<block>", "exec"), names)  # noqa: S102  the pages are ours
    return output.getvalue()


def table(connection: psycopg.Connection, statement: str) -> str:
    """Return what a query gives, columns one under the other."""
    cursor = connection.execute(statement.encode())
    rows = [[column.name for column in cursor.description or ()], *([str(v) for v in row] for row in cursor)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "".join(f"{line.rstrip()}\n" for line in lines)
