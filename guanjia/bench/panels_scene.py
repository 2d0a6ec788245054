"""A hundred institutions with a year behind them: the registry by files, the rest by statements."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
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
_A_REGION = 10
_FROM = "2020-01-01"
_FROM_INSTANT = f"{_FROM}T00:00:00+08:00"
_FILLED_BY = ("bench_panel_hours", "bench_panel_days", "bench_panel_months", "bench_panel_readings")


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
        sites = [_written(folder, number) for number in range(institutions)]
        apply(connection, read_files((*standards, *sites)), dry_run=False)
        ensure_role(connection, institution(0), places=False)
        begins = (now - YEAR).replace(minute=0, second=0, microsecond=0)
        for name in _FILLED_BY:
            say(f"storing: {name.removeprefix('bench_panel_')} of a year")
            connection.execute(query(name), {"now": now, "since": begins})
        connection.execute(query("bench_panel_alerts"), {"now": now})
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


def _written(folder: Path, number: int) -> Path:
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
        "places": [{"code": f"{site}-a", "name": "综合楼", "kind": "building", "parent": site}],
        "occupancy": [
            {"place": f"{site}-a", "valid_from": _FROM, "area_m2": 9000, "people": {"staff": 150 + number}}
        ],
        "devices": [_device(meter, f"{site}-a") for meter in _codes(number)],
        "meters": [*_meters(number, f"{site}-a")],
    }
    file = folder / f"{site}.yaml"
    with file.open("w", encoding="utf-8") as out:
        YAML(typ="safe").dump(document, out)
    return file


def _codes(number: int) -> list[str]:
    water = [f"w{number:03d}-{place}" for place in range(1 + _WATER_BELOW)]
    return water + [f"e{number:03d}-{place}" for place in range(1 + len(_ITEMS))]


def _device(code: str, place: str) -> dict[str, object]:
    kind = "water_meter" if code.startswith("w") else "energy_monitor"
    return {"code": code, "kind": kind, "place": place, "interval_minutes": 60, "installed_at": _FROM_INSTANT}


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
