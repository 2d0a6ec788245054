"""Two vehicles, one with a tracker that drove two days there and back, fences, and the command line."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from analytics.vehicles.homes import homes_among
from analytics.worker.movements import Movements
from guanjia.__main__ import guanjia
from guanjia.fence_files import read_fences
from tests.integration.analytics.test_movements import connection, days, store
from tests.integration.database import Database
from tests.unit.analytics.vehicles.roads import HOME

__all__ = ["connection"]

Run = Callable[..., Result]
NORTH = HOME[1] + 10_000 / 111_000
"""Latitude of where the vehicle goes, 10 km north of home."""


def circle(code: str, role: str, lat: float, radius_m: float) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"code": code, "name": code, "role": role, "radius_m": radius_m},
        "geometry": {"type": "Point", "coordinates": [HOME[0], lat]},
    }


@pytest.fixture
def fences(tmp_path: Path) -> Path:
    """Home, the zone without dispatch around it, and a county 10 km north."""
    folder = tmp_path / "fences"
    folder.mkdir()
    features = [
        circle("garage", "home", HOME[1], 300),
        circle("town", "in_town", HOME[1], 5000),
        circle("county", "other", NORTH, 300),
    ]
    document = {"type": "FeatureCollection", "features": features}
    (folder / "all.geojson").write_text(json.dumps(document), "utf-8")
    return folder


@pytest.fixture
def compute(connection: psycopg.Connection, fences: Path) -> Callable[[], None]:
    """Compute trips and outings, and follow the orders."""

    def work() -> None:
        worker = Movements(homes=homes_among(read_fences(fences).values()))
        # a mark alone makes the worker look at the vehicle again
        connection.execute("INSERT INTO stale_track (vehicle_id, hour) VALUES (1, '2020-01-01')")
        connection.execute("SET ROLE guanjia_analytics")
        worker.compute(connection, datetime(2026, 12, 1, tzinfo=UTC))
        connection.execute("RESET ROLE")

    return work


@pytest.fixture
def driven(connection: psycopg.Connection, compute: Callable[[], None]) -> psycopg.Connection:
    """The first vehicle drove north and back on 21 and 22 November, from 08:30 local time on."""
    store(connection, days(2))
    compute()
    return connection


@pytest.fixture
def run(
    connection: psycopg.Connection,  # noqa: ARG001 the vehicles are there before a command runs
    database: Database,
    fences: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Call `guanjia orders` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GUANJIA_DATABASE_URL", database.url)
    monkeypatch.setenv("GUANJIA_GEOFENCES", str(fences))

    def typed(*words: object) -> Result:
        return CliRunner().invoke(guanjia, ["orders", *map(str, words)])

    return typed
