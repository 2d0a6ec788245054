"""What vehicles did, as an export reads it: rows of views in batches, and what the database says of them."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import psycopg
from psycopg.rows import class_row

from storage.database import query


class Driven(StrEnum):
    """What can be exported."""

    TRIPS = "trips"
    STOPS = "stops"
    OUTINGS = "outings"
    DAYS = "days"


_VIEWS = {
    Driven.TRIPS: ("analytics.trip", "export/trips"),
    Driven.STOPS: ("analytics.stop", "export/stops"),
    Driven.OUTINGS: ("analytics.outing", "export/outings"),
    Driven.DAYS: ("analytics.vehicle_day", "export/vehicle_days"),
}


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column: its type as PostgreSQL writes it, and its comment, with the unit in brackets."""

    name: str
    type: str
    meaning: str


def columns(connection: psycopg.Connection, what: Driven) -> list[ViewColumn]:
    """Return the columns of an export in their order."""
    with connection.cursor(row_factory=class_row(ViewColumn)) as cursor:
        return cursor.execute(query("export/columns_of_view"), {"view": _VIEWS[what][0]}).fetchall()


@contextmanager
def rows(
    connection: psycopg.Connection, what: Driven, days: tuple[date, date], plates: Sequence[str] | None
) -> Generator[psycopg.ServerCursor[tuple[Any, ...]]]:
    """Open what touches local days, the second left out, by plate and time; None: of all vehicles."""
    parameters = {
        "first_day": days[0],
        "end_day": days[1],
        "plates": None if plates is None else list(plates),
    }
    with connection.cursor("driven") as cursor:
        yield cursor.execute(query(_VIEWS[what][1]), parameters)
