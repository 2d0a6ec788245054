"""A small compound for the simulators' tests: five water meters, one of electricity, a vehicle."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from models.registry import SiteFile
from simulators.messages import Tally
from simulators.publication import Period, Publication
from simulators.scenario import FaultKind, Scenario
from simulators.simulation import Simulation
from simulators.transmission import Outgoing
from simulators.use import UseFile

SINCE = "2026-03-01T00:00:00+08:00"
ANCHOR = datetime(2026, 4, 12, 16, tzinfo=UTC)
"""Midnight of Monday, 13 April 2026, in Ningxia."""

NOW = datetime(2026, 5, 1, tzinfo=UTC)
EVERY_FAULT = {"rates": {kind.value: 0.03 for kind in FaultKind} | {"outage": 0.3, "oversize": 0.001}}


def meter(code: str, level: int, parent: str | None = None, **installation: object) -> dict[str, Any]:
    return {
        "code": code,
        "name": code,
        "quantity": "volume_m3",
        "medium": "water",
        "level": level,
        "parent": parent,
        "place": "house",
        "installations": [
            {"serial": f"{code}-1", "valid_from": SINCE, "start_register": 1.5, "modulus": 10_000}
            | installation
        ],
    }


def site_file() -> SiteFile:
    power = meter("chiller", 1, multiplier=30, start_register=0.2) | {
        "quantity": "energy_kwh",
        "medium": "electricity",
    }
    meters = [
        meter("inlet", 1),
        meter("house-a", 2, "inlet"),
        meter("house-b", 2, "inlet"),
        meter("floor-1", 3, "house-a", start_register=None, modulus=1000),
        meter("floor-2", 3, "house-a"),
        power,
    ]
    devices: list[dict[str, Any]] = [
        {"code": m["code"], "kind": "water_meter", "place": "house", "installed_at": SINCE} for m in meters
    ]
    devices += [
        {"code": "tank", "kind": "sensor", "place": "house", "installed_at": SINCE},
        {"code": "bd-1", "kind": "vehicle_tracker", "place": "house", "installed_at": SINCE},
    ]
    vehicle = {"plate": "宁A00001", "type": "SUV", "duty": "enforcement", "institution": "office"}
    return SiteFile.model_validate(
        {
            "site": {"code": "yard", "name": "院", "institution": "office"},
            "institutions": [{"code": "office", "name": "局", "type": "government"}],
            "places": [{"code": "house", "name": "楼", "kind": "building", "parent": "yard"}],
            "devices": devices,
            "meters": meters,
            "vehicles": [vehicle | {"device": "bd-1", "valid_from": SINCE}],
        }
    )


def use_file() -> UseFile:
    return UseFile.model_validate(
        {
            "holidays": ["2026-04-15"],
            "uses": [
                {"meter": "floor-1", "pattern": "office", "workday": 1.4, "base_per_hour": 0.01},
                {"meter": "floor-2", "pattern": "office", "workday": 1.1, "restday": 0.2},
                {"meter": "house-b", "pattern": "canteen", "workday": 5},
                {"meter": "chiller", "pattern": "office", "workday": 900, "steadiness": 40},
            ],
            "reclaimed": {"m3_per_day": 50, "tank_m3": 65, "tank_area_m2": 26, "level_sensor": "tank"},
            "pool": {
                "home_lon": 106.2,
                "home_lat": 38.5,
                "trips_per_workday": 0.9,
                "night_trips_per_day": 0.3,
                "destinations": [
                    {"name": "永宁县", "lon": 106.25, "lat": 38.28},
                    {"name": "吴忠市", "lon": 106.2, "lat": 37.99},
                ],
            },
        }
    )


def scenario(**changes: object) -> Scenario:
    return Scenario.model_validate(
        {"name": "test", "description": "试", "seed": 7, "sites": ["yard"], "use": "yard"} | changes
    )


def simulation(**changes: object) -> Simulation:
    return Simulation(scenario(**changes), (site_file(),), use_file(), ANCHOR)


def published(period: Period, *, arrays: bool = True, **changes: object) -> list[Outgoing]:
    """Return everything that is sent in a period, to the last held-back report."""
    assert period.end is not None
    publication = Publication(simulation(**changes), period.start, NOW)
    sent = [out for day in publication.days(period, arrays=arrays) for out in day.messages]
    return sent + publication.rest(period.end)


def total(messages: Iterable[Outgoing]) -> Tally:
    return sum((out.tally for out in messages), Tally())
