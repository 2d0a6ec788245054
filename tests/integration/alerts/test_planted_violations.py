"""Violations planted in the simulated pool, one seed a vehicle, fixes spoilt: all found, none invented."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from pathlib import Path

import numpy as np
import psycopg
import pytest

from alerts.replaying import replayed
from guanjia.calendar_files import read_calendar
from guanjia.rule_files import read_rules
from guanjia.yaml_model import read_model
from models.registry import SiteFile
from models.rules import GeofenceRule, OutOfHoursRule, OvernightAwayRule, Rule, SpeedingRule
from simulators.days import local_day
from simulators.demand import Demand
from simulators.errands import errands
from simulators.events import trips
from simulators.scenario import PlacedTrip, Violation
from simulators.site import SimulatedSite, merge
from simulators.trackers import Logbook
from simulators.truth import TruthKind
from simulators.use import UseFile
from tests.integration.alerts.tracked import store
from tests.integration.compound import CONFIG, compound
from tests.integration.database import Database
from tests.integration.prepared import Fill
from tests.unit.analytics.vehicles.spoiling import spoilt, track_of

MONDAY, DAYS = date(2026, 9, 7), 7
BEGIN = datetime(2026, 9, 6, 16, tzinfo=UTC)
"""Monday's midnight in Ningxia."""

SCENIC_SPOT = (106.02, 38.62)
FAR_AWAY = (107.95, 38.5)
YONGNING = (106.25, 38.28)
FORBIDDEN = """
rules:
  - code: vehicle-at-scenic-spot
    kind: geofence
    title: {zh_CN: 公务车辆停留景区, en: Stayed at a scenic spot}
    crossing: enters
    fences: [scenic-spot]
    fires_above: 10
    within: 2h
    repeat: 1d
    severity: warning
    runbook:
      causes: [{zh_CN: 公务行程之外停留, en: A stay outside the order}]
      actions: [{zh_CN: 核对派车单, en: Compare with the dispatch order}]
"""
FENCE = """
{"type": "FeatureCollection", "features": [{"type": "Feature",
  "properties": {"code": "scenic-spot", "name": "景区", "role": "forbidden", "radius_m": 400},
  "geometry": {"type": "Point", "coordinates": [106.02, 38.62]}}]}
"""


@dataclass(frozen=True, slots=True)
class Driven:
    """A trip that breaks a rule, or one that a rule says did."""

    violation: Violation
    subject: str
    start: datetime
    end: datetime


@pytest.fixture
def content() -> Fill:
    return compound


@pytest.fixture
def connection(database: Database) -> Generator[psycopg.Connection]:
    with database.connect() as opened:
        yield opened


@pytest.fixture(scope="module")
def site() -> SimulatedSite:
    names = ("office", "office-energy", "office-vehicles")
    return merge(read_model(CONFIG / "sites" / f"{name}.yaml", SiteFile) for name in names)


def planted(device: str, seed: int) -> list[PlacedTrip]:
    """Return one trip of each kind, on days and at times that the seed says."""
    chance = np.random.default_rng(seed)
    overnight, *others = chance.permutation(4).tolist()
    days = [*others, 4]
    quarters = chance.integers(0, 8, 6) / 96

    def trip(
        violation: Violation, day: float, place: tuple[float, float], kmh: float, stay_hours: float
    ) -> PlacedTrip:
        return PlacedTrip(
            device=device,
            day=day,
            name=violation.value,
            lon=place[0],
            lat=place[1],
            kmh=kmh,
            stay_hours=stay_hours,
            violation=violation,
        )

    return [
        # out after lunch, home at breakfast
        trip(
            Violation.OVERNIGHT_AWAY,
            overnight + 14.5 / 24 + quarters[0],
            YONGNING,
            60,
            16.1 - float(quarters[0]) * 24,
        ),
        trip(Violation.SPEEDING, days[0] + 9 / 24 + quarters[1], (106.38, 39.02), 150, 1),
        trip(Violation.FORBIDDEN_PLACE, days[1] + 9 / 24 + quarters[2], SCENIC_SPOT, 40, 0.75),
        trip(Violation.LEFT_AREA, days[2] + 8 / 24 + quarters[3], FAR_AWAY, 70, 1.5),
        trip(Violation.OUT_OF_HOURS, days[3] + 20.25 / 24 + quarters[4] / 2, YONGNING, 60, 0.25),
        trip(Violation.OUT_OF_HOURS, 6 + 9 / 24 + quarters[5], YONGNING, 50, 0.5),
    ]


def drive(connection: psycopg.Connection, site: SimulatedSite) -> list[Driven]:
    """Store a week of every vehicle, one fix in a hundred spoilt, and return what was planted."""
    use = read_model(CONFIG / "scenarios" / "use" / "office.yaml", UseFile)
    assert use.pool is not None
    found: list[Driven] = []
    for seed, vehicle in enumerate(site.vehicles):
        placed = planted(vehicle.device, seed)
        made = errands(placed, use.pool, site.zone, seed, BEGIN)
        book = Logbook(vehicle, site, Demand(seed, use), use.pool, made)
        days = [book.day(MONDAY + timedelta(days=day)) for day in range(DAYS)]
        store(connection, vehicle.device, spoilt(track_of(list(chain(*(day.drafts for day in days)))), seed))
        rows = (
            row
            for number, day in enumerate(days)
            for row in trips(
                vehicle.device, local_day(MONDAY + timedelta(number), site.zone), site.zone, day.trips
            )
        )
        found += [
            Driven(Violation(row.label), f"vehicle:{vehicle.plate}", row.start, row.end)
            for row in rows
            if row.kind is TruthKind.VIOLATION
        ]
    connection.commit()
    return found


def rules(folder: Path) -> dict[Violation, Rule]:
    """Return the shipped rules that see a violation, and one for a forbidden place as the docs show it."""
    (folder / "rules").mkdir()
    (folder / "geofences").mkdir()
    (folder / "rules" / "own.yaml").write_text(FORBIDDEN, "utf-8")
    (folder / "geofences" / "own.geojson").write_text(FENCE, "utf-8")
    (forbidden,) = read_rules(folder / "rules")
    shipped = {type(rule): rule for rule in read_rules(CONFIG / "rules")}
    return {
        Violation.SPEEDING: shipped[SpeedingRule],
        Violation.OUT_OF_HOURS: shipped[OutOfHoursRule],
        Violation.OVERNIGHT_AWAY: shipped[OvernightAwayRule],
        Violation.LEFT_AREA: shipped[GeofenceRule],
        Violation.FORBIDDEN_PLACE: forbidden,
    }


def test_every_planted_violation_is_found_and_none_is_invented(
    connection: psycopg.Connection, site: SimulatedSite, tmp_path: Path
) -> None:
    exempt = {f"vehicle:{vehicle.plate}" for vehicle in site.vehicles if vehicle.duty == "enforcement"}
    truth = drive(connection, site)
    assert len(truth) == 6 * len(site.vehicles) == 120
    calendar = read_calendar(CONFIG / "calendar")
    fired = [
        Driven(violation, told.subject, told.change.at, told.change.at)
        for violation, rule in rules(tmp_path).items()
        for told in replayed(connection, rule, calendar, BEGIN, BEGIN + timedelta(days=DAYS))
        if told.change.after == "firing"
    ]
    by_hours = {Violation.OUT_OF_HOURS, Violation.OVERNIGHT_AWAY}
    wanted = [one for one in truth if not (one.subject in exempt and one.violation in by_hours)]
    assert [one for one in wanted if not any(is_of(told, one) for told in fired)] == []
    assert [told for told in fired if not any(is_of(told, one) for one in wanted)] == []


def is_of(told: Driven, planted: Driven) -> bool:
    """Tell whether an alert is about a trip: the rules look back for half a day."""
    is_in_time = planted.start <= told.start <= planted.end + timedelta(hours=12)
    return is_in_time and (told.violation, told.subject) == (planted.violation, planted.subject)
