"""A demo's orders: an office's, for what its simulator drives."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import psycopg
import pytest

from guanjia.commands.scenario_files import ScenarioFiles, read_scenario, shipped
from guanjia.demo.orders import PlannedOrder, enter_orders, planned_orders
from guanjia.registry_files.reading import read_files
from models.dispatch import OrderState
from models.registry_draft.written import WrittenEntry
from simulators.simulation import Simulation
from simulators.truth import TruthKind
from storage import dispatch as stored
from storage.dispatch import Asked
from storage.registry import apply
from tests.integration.database import Database

_ZONE = ZoneInfo("Asia/Shanghai")
_BEGIN = datetime(2026, 11, 16, tzinfo=UTC)
_NOW = datetime(2026, 11, 25, 3, tzinfo=UTC)
"""A Wednesday, 11:00 on the clock of the office."""


@pytest.fixture(scope="module")
def files() -> ScenarioFiles:
    return read_scenario("demo")


@pytest.fixture(scope="module")
def planned(files: ScenarioFiles) -> list[PlannedOrder]:
    return planned_orders(files, _BEGIN, _NOW, _ZONE)


def test_every_trip_that_is_driven_has_an_order(files: ScenarioFiles, planned: list[PlannedOrder]) -> None:
    plates = {car.device: car.plate for site in files.sites.values() for car in site.vehicles}
    simulation = Simulation(files.scenario, tuple(files.sites.values()), files.use, _BEGIN)
    driven = [
        (plates[row.subject], row.start)
        for row in simulation.day(date(2026, 11, 25)).truth
        if row.kind is TruthKind.TRIP
    ]
    assert len(driven) > 5
    covered = [
        any(
            one.order.plate == plate and one.order.planned_from <= at < one.order.planned_to
            for one in planned
        )
        for plate, at in driven
    ]
    assert all(covered)


def test_nobody_drives_two_vehicles_at_once(planned: list[PlannedOrder]) -> None:
    orders = sorted(planned, key=lambda each: (each.order.driver, each.order.planned_from))
    clashes = [
        (one.order.driver, one.order.planned_from)
        for one, other in pairwise(orders)
        if one.order.driver == other.order.driver and one.order.planned_to > other.order.planned_from
    ]
    assert all(each.order.driver for each in planned)
    assert len(clashes) <= len(orders) // 50, clashes


def test_orders_look_like_an_office_at_eleven(database: Database, planned: list[PlannedOrder]) -> None:
    with database.connect() as connection:
        apply(connection, site_files(), dry_run=False)
        enter_orders(connection, planned, _NOW)
        orders = stored.orders(connection, Asked())
        _check_histories(connection, [order.id for order in orders])
    today = [order for order in orders if order.planned_from.astimezone(_ZONE).date() == date(2026, 11, 25)]
    ended = [order for order in orders if order.planned_to < _NOW - timedelta(days=1)]
    assert {order.state for order in ended} == {OrderState.CHECKED}
    assert {OrderState.DISPATCHED, OrderState.APPLIED} <= {order.state for order in today}
    assert {order.state for order in orders} == {
        OrderState.APPLIED,
        OrderState.APPROVED,
        OrderState.DISPATCHED,
        OrderState.CHECKED,
    }
    assert all(order.plate for order in orders if order.state is not OrderState.APPLIED)


def _check_histories(connection: psycopg.Connection, orders: list[int]) -> None:
    for order in orders:
        changes = stored.changes(connection, order)
        instants = [change.at for change in changes]
        assert instants == sorted(instants)
        assert instants[-1] <= _NOW


def site_files() -> list[WrittenEntry]:
    """Return what a demo registers."""
    folders = (shipped() / "sites", shipped() / "factors", shipped() / "quotas")
    return read_files(tuple(path for folder in folders for path in sorted(folder.glob("*.yaml"))))
