"""What docs/how-to/prove.md shows is what its blocks print, and the command agrees with the hand."""

from pathlib import Path

import orjson

from tests.integration.database import Database
from tests.integration.export.command import guanjia
from tests.integration.export.test_how_to import steps, table


def test_the_queries_of_the_page_print_what_it_shows(fortnight: Database) -> None:
    queries = [step for step in steps("docs/how-to/prove.md") if step[0] == "sql"]
    assert len(queries) == 3
    with fortnight.connect() as connection:
        connection.execute("SET ROLE guanjia_reader")
        for _, code, shown in queries:
            printed = table(connection, code)
            assert printed == shown, f"{code}\nprinted\n{printed}"


def test_the_command_comes_to_what_the_page_s_queries_show(fortnight: Database, tmp_path: Path) -> None:
    shown = "".join(shown for _, _, shown in steps("docs/how-to/prove.md"))
    done = guanjia(fortnight, tmp_path, "prove", "--meter", "w-main", "--json")
    assert done.returncode == 0, done.stderr
    (meter,) = orjson.loads(done.stdout)["meters"]
    (stretch,) = meter["stretches"]
    (installation,) = stretch["installations"]
    assert (
        f"A-1    | {installation['first']} | {installation['last']} | 1         | {stretch['turned']}"
        in shown
    )
    assert f"{stretch['sum_of_hours']} | {stretch['set_aside']}" in shown
