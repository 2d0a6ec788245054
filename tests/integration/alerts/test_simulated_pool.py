"""The shipped rules over the simulated pool: what nobody planted, no rule finds."""

from collections.abc import Generator, Iterator
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest

from alerts.replaying import replayed
from guanjia.calendar_files import read_calendar
from guanjia.rule_files import read_rules
from guanjia.yaml_model import read_model
from models.registry import SiteFile
from models.rules import MaintenanceDueRule, OutOfHoursRule, Rule, Selector, VehicleRule
from simulators.demand import Demand
from simulators.site import merge
from simulators.trackers import Logbook
from simulators.use import UseFile
from tests.integration.compound import CONFIG, compound
from tests.integration.database import Database
from tests.integration.prepared import Fill

SEED = 20261121
FIRST, DAYS = date(2026, 9, 24), 5
"""Five days with Mid-Autumn in them."""

BEGIN = datetime(2026, 9, 24, tzinfo=UTC)
END = BEGIN + timedelta(days=DAYS)


@pytest.fixture
def content() -> Fill:
    return compound


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    with database.connect() as opened:
        _drive(opened)
        yield opened


def _drive(connection: psycopg.Connection) -> None:
    """Store what the trackers of the demo's scenario send, without its faults."""
    names = ("office", "office-energy", "office-vehicles")
    site = merge(read_model(CONFIG / "sites" / f"{name}.yaml", SiteFile) for name in names)
    use = read_model(CONFIG / "scenarios" / "use" / "office.yaml", UseFile)
    assert use.pool is not None
    devices = dict(connection.execute("SELECT code, id FROM device").fetchall())
    fixes: list[tuple[object, ...]] = []
    ignition: list[tuple[object, ...]] = []
    for vehicle in site.vehicles:
        book = Logbook(vehicle, site, Demand(SEED, use), use.pool)
        for day in range(DAYS):
            for draft in book.day(FIRST + timedelta(days=day)).drafts:
                at, fix = datetime.fromtimestamp(draft.at, UTC), draft.position
                assert fix is not None
                row = (fix["lon"], fix["lat"], fix["speed_kmh"], fix["satellites"], at)
                fixes.append((devices[vehicle.device], at, *row))
                ignition.append((devices[vehicle.device], 117, at, draft.values["ignition"], at))
    columns = "device_id, at, lon, lat, speed_kmh, satellites, received_at"
    _copy(connection, f"COPY position ({columns}) FROM STDIN", fixes)
    _copy(connection, "COPY reading (device_id, quantity_id, at, value, received_at) FROM STDIN", ignition)
    connection.commit()


def _copy(connection: psycopg.Connection, statement: str, rows: list[tuple[object, ...]]) -> None:
    with connection.cursor().copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)


def _rules() -> Iterator[VehicleRule]:
    for rule in read_rules(CONFIG / "rules"):
        if isinstance(rule, VehicleRule) and not isinstance(rule, MaintenanceDueRule):
            yield rule


def fired(connection: psycopg.Connection, rule: Rule) -> set[str]:
    calendar = read_calendar(CONFIG / "calendar")
    told = replayed(connection, rule, calendar, BEGIN, END)
    return {each.subject for each in told if each.change.after == "firing"}


def test_five_days_of_the_demo_fire_nothing_and_night_trips_only_where_they_are_not_exempt(
    connection: psycopg.Connection,
) -> None:
    rules = list(_rules())
    assert len(rules) == 4
    assert {rule.code: fired(connection, rule) for rule in rules} == {rule.code: set() for rule in rules}
    (hours,) = (rule for rule in rules if isinstance(rule, OutOfHoursRule))
    enforcement = {"vehicle:宁A00300", "vehicle:宁A00400", "vehicle:宁A00500", "vehicle:宁A00600"}
    found = fired(connection, hours.model_copy(update={"select": Selector()}))
    assert found
    assert found <= enforcement
