"""`guanjia vehicles fuel` on a vehicle whose tracker reports its level."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboards.vehicle_rows import registrations
from guanjia.registry_files.reading import read_files
from models.quantities import BY_NAME
from storage.registry import apply
from storage.rows import Rows
from tests.integration.database import Database
from tests.integration.vehicles.conftest import Run
from tests.integration.vehicles.test_ledger import enter

PLATE = "宁A00900"
BEGIN = datetime(2026, 3, 1, 16, tzinfo=UTC)
"""Midnight of 2 March where the vehicle is at home."""
_STOP = """
INSERT INTO stop (vehicle_id, started_at, ended_at, lon, lat, idling_s, fixes)
SELECT id, %s, %s, 106.2, 38.5, 0, 96 FROM vehicle WHERE plate = %s
"""
_LEVEL = """
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT id, %s, %s, %s, now() FROM device WHERE code = 'bd-09'
"""


@pytest.fixture
def parked(database: Database) -> None:
    """Parked for two days: 20 L are filled at 10:00 of the first, 15 L are gone at 02:00 of the second."""
    with database.connect() as connection:
        connection.execute(_STOP, [BEGIN, BEGIN + timedelta(days=2), PLATE])
        for quarter in range(192):
            level = 30.0 + 20 * (quarter >= 40) - 15 * (quarter >= 104)
            at = BEGIN + quarter * timedelta(minutes=15)
            connection.execute(_LEVEL, [BY_NAME["fuel_l"].id, at, level])
        connection.execute("UPDATE vehicle SET tank_litres = 60 WHERE plate = %s", [PLATE])


@pytest.mark.usefixtures("parked")
def test_a_theft_and_doubtful_fillings_are_told(run: Run) -> None:
    enter(
        run,
        f"{PLATE},2026-03-02,加油,160,20,,F1,,",
        f"{PLATE},2026-03-03,加油,640,80,,F2,,",
    )
    result = run("fuel", "--from", "2026-03-01", "--to", "2026-03-05", "--json")
    assert result.exit_code == 0, result.output
    (vehicle,) = json.loads(result.stdout)
    assert (vehicle["plate"], vehicle["days_with_levels"]) == (PLATE, 2)
    assert (vehicle["filled_litres"], vehicle["raised_litres"]) == (100, 20)
    assert [(each["doubt"], each["day"], each["litres"]) for each in vehicle["doubtful"]] == [
        ("fell", "2026-03-03", 15),
        ("over_tank", "2026-03-03", 20),
        ("unseen", "2026-03-03", 80),
    ]
    assert vehicle["doubtful"][0]["at"] == "2026-03-02T18:00:00Z"


@pytest.mark.usefixtures("parked")
def test_the_table_says_it_in_both_languages(run: Run) -> None:
    chinese = run("fuel", "--from", "2026-03-01", "--to", "2026-03-05").output
    assert "停车时油位下降" in chinese
    assert "2026-03-03 02:00" in chinese
    english = run("fuel", "--from", "2026-03-01", "--to", "2026-03-05", "--lang", "en").output
    assert "level fell at standstill" in english


def test_the_registry_takes_what_a_tank_holds(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "tanks.yaml"
    entry = f"{{plate: {PLATE}, device: bd-09, valid_from: 2026-01-01T00:00:00+08:00"
    rest = "type: SUV, institution: jgj"
    for text, expected in ((", tank_litres: 66.5", 66.5), ("", 66.5)):
        file.write_text(f"vehicles: [{entry}, {rest}{text}}}]", "utf-8")
        with database.connect() as connection:
            apply(connection, read_files([file]))
            connection.commit()
            tanks = {each.plate: each.tank_litres for each in registrations(Rows(connection))}
        assert tanks[PLATE] == expected
        assert tanks["宁A00800"] is None
