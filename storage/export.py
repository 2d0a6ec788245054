"""What an export reads: measuring points, their hours, days or months, and what a statistic needs beside."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.rows import class_row

from storage.arrays import array_cursor
from storage.consumption import reachable
from storage.database import query


class Grain(StrEnum):
    """How long the intervals of an export are."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class ExportedMeter:
    """A measuring point; `parent` is the code of the meter above it, and amounts are in `unit`."""

    meter_id: int
    meter: str
    meter_name: str
    quantity: str
    unit: str
    medium: str
    level: int
    parent: str | None
    item: str
    place: str
    place_name: str
    site: str
    timezone: str
    institution: str
    institution_name: str


@dataclass(frozen=True, slots=True)
class MeterSeries:
    """Consumption of one meter in order; `start` is datetime64[us] in UTC for hours, else datetime64[D].

    `reasons` are those of hours, with blanks between them; days and months have none.
    """

    meter_id: int
    start: NDArray[np.datetime64]
    amount: NDArray[np.float64]
    estimated: NDArray[np.float64]
    coverage: NDArray[np.float64]
    revision: Sequence[int]
    reasons: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MonthlyUse:
    """What the meters of an institution counted in a month, in the unit of the quantity."""

    institution: str
    institution_name: str
    month: date
    medium: str
    quantity: str
    amount: float
    estimated: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Area and people by kind of a place; a figure of one of `outer_places` holds instead of this one."""

    institution: str
    place: str
    outer_places: Sequence[str]
    valid_from: date | None
    valid_to: date | None
    area_m2: float | None
    people: Mapping[str, float]


@contextmanager
def one_moment(connection: psycopg.Connection) -> Generator[None]:
    """Let all that is read within it be of one moment, however long it takes; nothing can be written."""
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with reachable(), connection.transaction():
        yield


def exported_meters(connection: psycopg.Connection) -> list[ExportedMeter]:
    """Return every measuring point, by site and code."""
    with connection.cursor(row_factory=class_row(ExportedMeter)) as cursor:
        return cursor.execute(query("export/meters")).fetchall()


def series(
    connection: psycopg.Connection, grain: Grain, meters: Sequence[int], span: tuple[date, date]
) -> dict[int, MeterSeries]:
    """Return the consumption of some meters by their numbers, between two instants for hours, else two days.

    What has no row is not in it.
    """
    parameters = {"meters": list(meters), "since": span[0], "until": span[1]}
    with array_cursor(connection) as cursor:
        rows: list[tuple[Any, ...]] = cursor.execute(query(f"export/{grain}s"), parameters).fetchall()
    return {row[0]: MeterSeries(*row) for row in rows}


def extent(connection: psycopg.Connection, meters: Sequence[int]) -> tuple[date, date] | None:
    """Return the first and last day on which some meters have consumption; None where they have none."""
    row = connection.execute(query("export/extent"), {"meters": list(meters)}).fetchone()
    return None if row is None or row[0] is None else (row[0], row[1])


def use_by_month(
    connection: psycopg.Connection, meters: Sequence[int], begin: date, end: date
) -> list[MonthlyUse]:
    """Return what some meters counted on the days of a period, by institution, month and medium."""
    with connection.cursor(row_factory=class_row(MonthlyUse)) as cursor:
        parameters = {"meters": list(meters), "since": begin, "until": end}
        return cursor.execute(query("export/use_by_month"), parameters).fetchall()


def occupancies(connection: psycopg.Connection, begin: date, end: date) -> list[Occupancy]:
    """Return the dated areas and people of all places that hold at some time of a period."""
    with connection.cursor(row_factory=class_row(Occupancy)) as cursor:
        return cursor.execute(query("export/occupancy"), {"since": begin, "until": end}).fetchall()
