"""A demo's receipts: the fuel that its simulator fills, entered as an office enters it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from guanjia.commands.scenario_files import ScenarioFiles, read_scenario
from guanjia.demo.costs import enter_receipts, receipts
from models.vehicle_costs import CostEntry, CostKind
from simulators.simulation import Simulation
from storage import vehicle_costs as stored
from storage.registry import apply
from storage.vehicle_costs import Wanted
from tests.integration.database import Database
from tests.integration.guanjia.test_demo_orders import site_files

_BEGIN = datetime(2026, 11, 5, tzinfo=UTC)
_NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def files() -> ScenarioFiles:
    return read_scenario("demo")


@pytest.fixture(scope="module")
def found(files: ScenarioFiles) -> list[CostEntry]:
    return receipts(files, _BEGIN, _NOW, ZoneInfo("Asia/Shanghai"))


def test_what_is_filled_is_what_the_level_rises_by(files: ScenarioFiles, found: Sequence[CostEntry]) -> None:
    cars = {car.plate: car.device for site in files.sites.values() for car in site.vehicles}
    simulation = Simulation(files.scenario, tuple(files.sites.values()), files.use, _BEGIN)
    days = [date(2026, 11, 5) + timedelta(days=number) for number in range(20)]
    said = {day: simulation.day(day).reports for day in days}
    fuel = [each for each in found if each.kind is CostKind.FUEL]
    assert len({each.plate for each in fuel}) > 10
    for each in fuel:
        if each.day != days[-1]:
            before = said[each.day][cars[each.plate]][-1].values
            behind = said[each.day + timedelta(days=1)][cars[each.plate]][0].values
            assert behind["fuel_l"] - before["fuel_l"] == pytest.approx(float(each.litres or 0), abs=0.2)
            assert before["odometer_km"] == pytest.approx(float(each.odometer_km or 0), abs=0.2)


def test_receipts_stand_in_the_ledger_with_one_nobody_approved(
    database: Database, found: Sequence[CostEntry]
) -> None:
    with database.connect() as connection:
        apply(connection, site_files(), dry_run=False)
        for _ in range(2):
            enter_receipts(connection, found, _NOW)
        rows = stored.costs(connection, Wanted(date(2026, 11, 1), date(2026, 12, 1)))
    assert len(rows) == len(found)
    assert [row.note for row in rows if row.is_unapproved] == ["空调压缩机更换"]
    assert {row.kind for row in rows} >= {"fuel", "tolls", "maintenance", "repair", "washing"}
    assert all(date(2026, 11, 5) <= row.day < date(2026, 11, 25) for row in rows)
