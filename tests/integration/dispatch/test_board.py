"""The dispatcher's board: red where somebody has to look, and nothing red after a normal night."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner

from analytics.vehicles.track import milliseconds
from dashboards.board import board
from dashboards.sections import Section
from guanjia.__main__ import guanjia
from guanjia.fence_files import read_fences
from storage.rows import Rows
from tests.integration.analytics.test_movements import days, store
from tests.integration.database import Database
from tests.integration.dispatch.conftest import Run
from tests.integration.dispatch.test_orders import line, write

BREAKFAST = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
"""07:30 on 23 November in Ningxia, with both drives over."""

ABROAD = datetime(2026, 11, 22, 0, 50, tzinfo=UTC)
_DRIVER = """
INSERT INTO driver (code, name, institution_id, licence_class, licence_until, valid_from)
SELECT 'ma', '马师傅', min(id), 'A1', '2026-12-01', '2020-01-01' FROM institution;
INSERT INTO driver_turn (driver_id, first_day, every) SELECT id, '2026-11-02', 'FREQ=WEEKLY' FROM driver;
INSERT INTO vehicle_service (vehicle_id, task, every_months, last_on) VALUES
(1, 'insurance', 12, '2025-11-25'), (1, 'inspection', 12, '2026-11-20')
"""
_ALERT = """
INSERT INTO alert (rule, subject, state, since, severity)
VALUES ('vehicle-speeding', 'vehicle:宁A00001', 'firing', %(at)s, 'warning')
"""


def section(found: list[Section], name: str) -> Section:
    return next(each for each in found if each.name == name)


def red(found: list[Section]) -> dict[str, int]:
    return {each.name: len(each.rows) for each in found if each.is_alarm and each.rows}


def test_after_a_normal_night_nothing_is_red(driven: psycopg.Connection, fences: Path) -> None:
    driven.execute(_DRIVER)
    found = board(Rows(driven), tuple(read_fences(fences).values()), BREAKFAST)
    assert red(found) == {}
    head = section(found, "board")
    counts = dict(zip([column.title for column in head.columns], head.rows[0], strict=True))
    assert (counts["board home"], counts["board out"], counts["board unknown"]) == (1, 0, 1)
    assert section(found, "drivers").rows == [("马师傅", "ma", "A1", date(2026, 12, 1), "licence ends")]
    (due,) = section(found, "due").rows
    assert due[:2] == ("宁A00001", "insurance")


def test_a_vehicle_that_is_out_later_than_its_order_and_a_fence_left_at_night_are_red(
    connection: psycopg.Connection, compute: Callable[[], None], run: Run, fences: Path
) -> None:
    track = days(2)
    store(connection, track.take(track.at <= milliseconds(ABROAD)))
    connection.commit()
    planned = "2026-11-22 08:30,2026-11-22 08:40"
    path = write(line("7").replace("2026-11-21 08:30,2026-11-21 09:30", planned))
    assert run("import", path, "--by", "王主任").exit_code == 0
    assert run("approve", "7", "--by", "王主任").exit_code == 0
    compute()
    connection.execute(_ALERT, {"at": ABROAD})
    found = board(Rows(connection), tuple(read_fences(fences).values()), ABROAD)
    assert red(found) == {"late": 1, "night": 1}
    assert section(found, "late").rows[0][0] == "宁A00001"
    assert section(found, "late").rows[0][2] == "7"
    assert section(found, "night").rows[0][:2] == ("宁A00001", "vehicle-speeding")
    assert [row[0] for row in section(found, "orders").rows] == ["7"]


def test_the_command_says_it_in_words(
    driven: psycopg.Connection, database: Database, fences: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driven.commit()
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    monkeypatch.setenv("GUANJIA_GEOFENCES", str(fences))
    result = CliRunner().invoke(guanjia, ["vehicles", "board"])
    assert result.exit_code == 0, result.output
    assert "均已按时归队" in result.output
    assert "夜间一切正常" in result.output
