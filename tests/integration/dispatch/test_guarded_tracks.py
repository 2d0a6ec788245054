"""Where vehicles of leaders and of enforcement are is seen by members of one role only."""

from collections.abc import Generator

import psycopg
import pytest
from psycopg import sql

from tests.integration.database import Database

_PLACES = {
    "trip": "start_lon",
    "stop": "lat",
    "outing": "stay_lon",
    "vehicle": "lon",
    "vehicle_now": "lat",
    "position": "lon",
}
_FIX_OF_NOW = """
INSERT INTO position (device_id, at, lon, lat, received_at)
VALUES (1, now() - interval '1 hour', 106.2, 38.5, now())
"""


@pytest.fixture
def reader(driven: psycopg.Connection, database: Database) -> Generator[psycopg.Connection]:
    """Somebody who may read views."""
    driven.execute(_FIX_OF_NOW)
    with database.connect() as opened:
        opened.autocommit = True
        opened.execute("SET ROLE guanjia_reader")
        yield opened


def seen(connection: psycopg.Connection) -> set[str]:
    """Return the views in which there is a place."""
    found: set[str] = set()
    for view, column in _PLACES.items():
        asked = sql.SQL("SELECT count({}) FROM {}").format(
            sql.Identifier(column), sql.Identifier("analytics", view)
        )
        row = connection.execute(asked).fetchone()
        found |= {view} if row is not None and row[0] else set()
    return found


def test_places_of_a_general_vehicle_are_open(reader: psycopg.Connection) -> None:
    assert seen(reader) == set(_PLACES)


@pytest.mark.parametrize("change", ["duty = 'leadership'", "duty = 'enforcement'", "exempt = true"])
def test_places_of_others_are_for_members_of_the_role(
    reader: psycopg.Connection, driven: psycopg.Connection, change: str
) -> None:
    driven.execute(f"UPDATE vehicle SET {change}".encode())  # noqa: S608
    assert seen(reader) == set()
    row = reader.execute("SELECT count(*), sum(distance_m) FROM analytics.trip").fetchone()
    assert row is not None
    assert row[0] == 4
    assert row[1] > 39_000
    with driven.transaction(force_rollback=True):
        # roles belong to the cluster: this one never comes to be
        driven.execute("CREATE ROLE test_zhang_san IN ROLE guanjia_reader, guanjia_tracks")
        driven.execute("SET LOCAL ROLE test_zhang_san")
        assert seen(driven) == set(_PLACES)
