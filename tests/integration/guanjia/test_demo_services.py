"""What a demo registers of its vehicles' services: all of them, and none due on the first day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dashboards.vehicle_services import services
from guanjia.commands.scenario_files import ScenarioFiles, read_scenario
from guanjia.demo.services import write_services
from guanjia.registry_files.reading import read_files
from simulators.simulation import Simulation
from storage.registry import apply
from storage.rows import Rows
from tests.integration.database import Database
from tests.integration.guanjia.test_demo_orders import site_files

_BEGIN = datetime(2026, 10, 21, tzinfo=UTC)
_NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
_TODAY = date(2026, 11, 25)
_BOARD_SHOWS = 0.9
_SHOWN = b"""
INSERT INTO reading (device_id, quantity_id, at, value, received_at)
SELECT tracker.device_id, quantity.id, %(at)s, %(km)s, %(at)s
FROM vehicle
INNER JOIN vehicle_tracker AS tracker ON vehicle.id = tracker.vehicle_id
INNER JOIN quantity ON quantity.name = 'odometer_km'
WHERE vehicle.plate = %(plate)s
"""


@pytest.fixture(scope="module")
def files() -> ScenarioFiles:
    return read_scenario("demo")


@pytest.fixture(scope="module")
def odometers(files: ScenarioFiles) -> Mapping[str, float]:
    """What each vehicle's odometer shows in the evening of the day before, by plate [km]."""
    sites = tuple(files.sites.values())
    reports = Simulation(files.scenario, sites, files.use, _BEGIN).day(_TODAY - timedelta(days=1)).reports
    return {
        car.plate: reports[car.device][-1].values["odometer_km"] for site in sites for car in site.vehicles
    }


def test_a_demo_begins_with_every_service_registered_and_none_due(
    database: Database, tmp_path: Path, files: ScenarioFiles, odometers: Mapping[str, float]
) -> None:
    file = tmp_path / "services.yaml"
    write_services(files, _BEGIN, _NOW, ZoneInfo("Asia/Shanghai"), file)
    with database.connect() as connection:
        apply(connection, site_files(), dry_run=False)
        apply(connection, read_files((file,)), dry_run=False)
        for plate, km in odometers.items():
            connection.execute(_SHOWN, {"plate": plate, "at": _NOW, "km": km})
        found = services(Rows(connection), _NOW, _TODAY)
    assert {plate for plate, _, _ in found} == set(odometers)
    assert {service.task for _, service, _ in found} == {
        "own_service",
        "regular_service",
        "tyres",
        "insurance",
        "inspection",
    }
    assert all(each.is_whole for _, _, each in found)
    assert [each for each in found if each[2].used is None or not 0 <= each[2].used < _BOARD_SHOWS] == []
    # no two vehicles' papers end on one day
    ends = [each.due_on for _, service, each in found if service.task == "insurance"]
    assert len(set(ends)) == len(ends)
