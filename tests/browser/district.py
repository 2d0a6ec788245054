"""A region of two institutions: the small house, and another beside it."""

from pathlib import Path

import psycopg

from tests.integration.web.house import build, tell_statistics

_SCRIPT = Path(__file__).with_suffix(".sql")


def build_district(connection: psycopg.Connection) -> None:
    """Write the house and what is around it."""
    house = build(connection)
    with psycopg.ClientCursor(connection) as cursor:
        cursor.execute(_SCRIPT.read_bytes(), {"now": house.now, "today": house.today})
    tell_statistics(connection)
