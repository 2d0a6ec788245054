"""A hundred institutions with a year behind them: the registry by files, the rest by statements."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg
from psycopg import sql
from ruamel.yaml import YAML

from analytics.worker.figures import Figures
from guanjia.bench.hours_stack import APPLICATION, settle
from guanjia.calendar_files import read_calendar
from guanjia.commands.scenario_files import shipped
from guanjia.registry_files.reading import read_files
from storage import indicators, schema
from storage.access import ensure_role
from storage.database import connect, query
from storage.embedded import EmbeddedPostgres
from storage.registry import apply

NAME = "panels"
YEAR = timedelta(days=365)
_WATER_BELOW = 3
_ITEMS = ("lighting_sockets", "lighting_sockets", "hvac", "power", "special")
METERS_OF_EACH = 2 + _WATER_BELOW + len(_ITEMS)
VEHICLES_OF_EACH = 3
_A_REGION = 10
_FROM = "2020-01-01"
_FROM_INSTANT = f"{_FROM}T00:00:00+08:00"
_VEHICLES = (
    ("轿车", "gasoline", "general"),
    ("SUV", "gasoline", "enforcement"),
    ("商务", "gasoline", "reception"),
)
_SERVICES: Mapping[str, Mapping[str, int]] = {
    "own_service": {"every_km": 2_500, "every_months": 6},
    "regular_service": {"every_km": 7_000, "every_months": 12},
    "tyres": {"every_km": 70_000},
    "insurance": {"every_months": 12},
    "inspection": {"every_months": 12},
}
_LONGEST_AGO = 364
_DRIVERS = ("马师傅", "王师傅")
_KINDS = {"w": "water_meter", "e": "energy_monitor", "b": "vehicle_tracker"}
_FILLED_BY = (
    "hours",
    "days",
    "months",
    "readings",
    "set_aside",
    "watches",
    "nights",
    "leaks",
    "baselines",
    "scores",
    "outings",
    "homes",
    "trips",
    "stops",
    "driven",
    "odometers",
    "fixes",
    "orders",
    "order_changes",
    "checks",
    "costs",
    "device_events",
    "rejected",
    "alerts",
    "alert_changes",
    "mails",
    "silences",
    "allowances",
    "approvals",
    "settlements",
    "decisions",
)
"""Queries of storage/queries/, bench_panel_*, in the order in which one reads what another wrote."""


def institution(number: int) -> str:
    """Return the code of an institution."""
    return f"o{number:03d}"


def main_meter(number: int) -> str:
    """Return the code of an institution's main meter of electricity."""
    return f"e{number:03d}-0"


def make_scene(
    server: EmbeddedPostgres, folder: Path, institutions: int, now: datetime, say: Callable[[str], None]
) -> str:
    """Make the database and return the owner's URL; figures are computed by the worker's own code."""
    with connect(server.url(), application=APPLICATION, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    url = server.url(NAME)
    schema.migrate(lambda: connect(url, application=APPLICATION))
    with connect(url, application=APPLICATION) as connection:
        say(f"registry: {institutions} institutions, {institutions * METERS_OF_EACH} meters")
        standards = sorted((shipped() / "quotas").glob("*.yaml")) + sorted(
            (shipped() / "factors").glob("*.yaml")
        )
        sites = [_written(folder, number, now.date()) for number in range(institutions)]
        apply(connection, read_files((*standards, *sites)), dry_run=False)
        ensure_role(connection, institution(0), places=False)
        begins = (now - YEAR).replace(minute=0, second=0, microsecond=0)
        for name in _FILLED_BY:
            say(f"storing: {name} of a year")
            connection.execute(query(f"bench_panel_{name}"), {"now": now, "since": begins})
        settle(connection)
        say("computing figures")
        _compute(connection, now)
        settle(connection)
    return url


def _compute(connection: psycopg.Connection, now: datetime) -> None:
    figures = Figures(read_calendar(shipped() / "calendar"))
    indicators.mark_all(connection, (now - YEAR).date().replace(day=1))
    connection.commit()
    while figures.compute(connection, now.astimezone(UTC)):
        connection.commit()
    connection.commit()


def _written(folder: Path, number: int, today: date) -> Path:
    code, site, region = institution(number), f"s{number:03d}", f"r{number // _A_REGION:02d}"
    document = {
        "site": {"code": site, "name": f"大院{number}", "timezone": "Asia/Shanghai", "institution": code},
        "institutions": [
            # an institution stands in one file
            *([{"code": region, "name": region, "type": "region"}] if number % _A_REGION == 0 else []),
            {
                "code": code,
                "name": f"单位{number}",
                "type": "government",
                "parent": region,
                "quotas": [{"quota": "water-office-db37t4452-existing", "valid_from": _FROM}],
            },
        ],
        "places": [
            {"code": f"{site}-a", "name": "综合楼", "kind": "building", "parent": site},
            {"code": f"{site}-c", "name": "食堂", "kind": "canteen", "parent": site},
        ],
        "occupancy": [
            {"place": f"{site}-a", "valid_from": _FROM, "area_m2": 9000, "people": {"staff": 150 + number}}
        ],
        "devices": [_device(each, f"{site}-a") for each in (*_codes(number), *_trackers(number))],
        "meters": [*_meters(number, f"{site}-a")],
        "vehicles": [_vehicle(number, place, today) for place in range(VEHICLES_OF_EACH)],
        "drivers": [_driver(number, place) for place in range(len(_DRIVERS))],
    }
    file = folder / f"{site}.yaml"
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe").dump(document, out)
    return file


def _codes(number: int) -> list[str]:
    water = [f"w{number:03d}-{place}" for place in range(1 + _WATER_BELOW)]
    return water + [f"e{number:03d}-{place}" for place in range(1 + len(_ITEMS))]


def _trackers(number: int) -> list[str]:
    return [f"b{number:03d}-{place}" for place in range(VEHICLES_OF_EACH)]


def _device(code: str, place: str) -> dict[str, object]:
    kind = _KINDS[code[0]]
    return {"code": code, "kind": kind, "place": place, "interval_minutes": 60, "installed_at": _FROM_INSTANT}


def _vehicle(number: int, place: int, today: date) -> dict[str, object]:
    of, (type_, fuel, duty) = VEHICLES_OF_EACH * number + place, _VEHICLES[place]
    return {
        "plate": f"宁B{of:05d}",
        "type": type_,
        "fuel": fuel,
        "duty": duty,
        "institution": institution(number),
        "device": _trackers(number)[place],
        "valid_from": _FROM_INSTANT,
        "tank_litres": 65,
        "services": [
            {"task": task, "last_on": today - timedelta(days=of * 29 % _LONGEST_AGO), **every}
            for task, every in _SERVICES.items()
        ],
    }


def _driver(number: int, place: int) -> dict[str, object]:
    return {
        "code": f"d{number:03d}-{place}",
        "name": _DRIVERS[place],
        "institution": institution(number),
        "licence_class": "C1",
        "licence_until": "2035-06-30",
        "valid_from": _FROM,
        "duty": [{"first_day": "2020-01-06", "every": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}],
    }


def _meters(number: int, place: str) -> list[dict[str, object]]:
    water, electricity = f"w{number:03d}-0", main_meter(number)
    meters = [_meter(water, "water", 1, place, serves=[place])]
    meters += [
        _meter(f"w{number:03d}-{below + 1}", "water", 2, place, parent=water) for below in range(_WATER_BELOW)
    ]
    meters.append(_meter(electricity, "electricity", 1, place, serves=[place]))
    meters += [
        _meter(f"e{number:03d}-{below + 1}", "electricity", 2, place, parent=electricity, item=item)
        for below, item in enumerate(_ITEMS)
    ]
    return meters


def _meter(code: str, medium: str, level: int, place: str, **more: object) -> dict[str, object]:
    return {
        "code": code,
        "name": code,
        "quantity": "volume_m3" if medium == "water" else "energy_kwh",
        "medium": medium,
        "level": level,
        "place": place,
        "installations": [{"serial": code, "valid_from": _FROM_INSTANT, "modulus": 1_000_000}],
        **more,
    }
