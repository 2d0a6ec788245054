"""`guanjia bench viewers`, small: it measures what it says it does, and sees what goes wrong."""

import asyncio
import shutil
from pathlib import Path

import pytest

from guanjia.bench import opening
from guanjia.bench.viewers import Size, bench_viewers, notices
from guanjia.bench.viewing import Audience, Seen, Viewer, logged_in, watched
from models.accounts import Kind
from tests.integration.database import Database
from tests.integration.web.console import Console
from tests.integration.web.visitors import PASSWORD, make_account

SMALL = Size(institutions=1, viewers=4, seconds=10, opens=1, pause_seconds=0)


async def look(audience: Audience) -> Seen:
    clients = await logged_in(audience)
    seen = await watched(audience, clients)
    for client in clients:
        await client.aclose()
    return seen


def audience(console: Console, database: Database, *paths: str) -> Audience:
    make_account(database.url, "looker", Kind.VIEWER)
    viewer = Viewer("looker", PASSWORD, [(path, path) for path in paths])
    return Audience(console.url, [viewer, viewer], notices(), every_seconds=5, seconds=5.0 * len(paths))


def test_the_whole_bench_runs(tmp_path: Path) -> None:
    said: list[str] = []
    report = bench_viewers(tmp_path, SMALL, said.append)
    figures = report.figures
    assert figures["viewer_errors"] == 0, said
    assert figures["pages_seen"] == 4
    assert figures["opens"] == 2
    assert 0 < figures["answer_median_s"] <= figures["filled_longest_s"]
    assert 0 < figures["overview_filled_median_s"] <= figures["overview_median_s"]
    assert figures["console_busy_cores"] > 0
    assert figures["database_busy_cores"] > 0
    assert figures["console_peak_mb"] >= figures["console_mb"] > 50
    assert len(report.aims) == 5


@pytest.mark.usefixtures("house")
def test_a_page_is_filled_when_its_panels_have_answered(console: Console, database: Database) -> None:
    seen = asyncio.run(look(audience(console, database, "/zh", "/vehicles")))
    assert seen.faults == []
    assert {path: len(times) for path, times in seen.answered.items()} == {"/zh": 2, "/vehicles": 2}
    assert min(seen.filled["/zh"]) > min(seen.answered["/zh"])


@pytest.mark.usefixtures("house")
def test_panels_without_an_answer_are_errors(console: Console, database: Database) -> None:
    asked = audience(console, database, "/zh")
    with database.connect() as connection:
        connection.execute("REVOKE SELECT ON analytics.daily FROM guanjia_reader, guanjia_views")
    seen = asyncio.run(look(asked))
    assert len(seen.faults) == 2
    assert not seen.filled


def test_an_address_without_a_page_is_an_error(console: Console, database: Database) -> None:
    seen = asyncio.run(look(audience(console, database, "/nowhere")))
    assert ["answered 404" in fault for fault in seen.faults] == [True, True]


def test_a_machine_without_a_browser_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opening.missing() == ""
    monkeypatch.setattr(shutil, "which", {}.get)
    assert "apt-get install chromium" in opening.missing()
    monkeypatch.setattr(opening, "find_spec", {}.get)
    assert "pip install playwright" in opening.missing()
