"""What the sum of a meter is proved from, read from the views of the schema analytics, as any reader may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.rows import class_row

from models.errors import ConfigError
from storage.arrays import array_cursor
from storage.database import query


@dataclass(frozen=True, slots=True)
class ProvedInstallation:
    """One physical meter in place; registers are in units of the quantity / `multiplier`."""

    serial: str
    valid_from: datetime
    valid_to: datetime | None
    start_register: float | None
    end_register: float | None
    modulus: float | None
    multiplier: float
    two_way: bool


@dataclass(frozen=True, slots=True)
class Books:
    """All that is known of a meter but its hours.

    `at`, `flagged_at` and `aside_at` are microseconds since 1970, the first ascending; `value` is the
    register as it was read, `aside_step` in the unit of the quantity.
    """

    installations: Sequence[ProvedInstallation]
    interval: timedelta
    at: NDArray[np.int64]
    value: NDArray[np.float64]
    flagged_at: NDArray[np.int64]
    aside_at: NDArray[np.int64]
    aside_step: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HourSum:
    """What hours come to in the unit of the quantity, and how many of them are below 0."""

    hours: int
    amount: float
    estimated: float
    negative: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What everything stored of a meter comes to in the unit of the quantity; `hours` counts them."""

    hours: int
    of_hours: float
    of_days: float
    of_months: float


def books(connection: psycopg.Connection, meter: int) -> Books:
    """Return the installations, readings and exceptions of a meter."""
    named = {"meter": meter}
    with connection.cursor(row_factory=class_row(ProvedInstallation)) as cursor:
        installations = cursor.execute(query("proof/installations"), named).fetchall()
    with array_cursor(connection) as cursor:
        read = cursor.execute(query("proof/registers"), named).fetchone()
        left_out = cursor.execute(query("proof/exceptions"), named).fetchone()
    if read is None or left_out is None:
        raise ConfigError(f"this login no longer sees the meter with meter_id {meter}: run it again")
    interval, at, value = read
    order = np.argsort(at.view(np.int64), kind="stable")
    flagged_at, aside_at, aside_step = left_out
    return Books(
        installations,
        interval,
        at.view(np.int64)[order],
        value[order],
        flagged_at.view(np.int64),
        aside_at.view(np.int64),
        aside_step,
    )


def hour_sums(
    connection: psycopg.Connection, meter: int, spans: Sequence[tuple[datetime | None, datetime | None]]
) -> list[HourSum]:
    """Return what the hours of a meter come to in each of some spans; a border that is None is open."""
    parameters = {
        "meter": meter,
        "starts": [start for start, _ in spans],
        "ends": [end for _, end in spans],
    }
    return [HourSum(*row[1:]) for row in connection.execute(query("proof/hours"), parameters)]


def totals(connection: psycopg.Connection, meter: int) -> Totals:
    """Return what all hours, days and months of a meter come to."""
    row = connection.execute(query("proof/totals"), {"meter": meter}).fetchone()
    return Totals(0, 0.0, 0.0, 0.0) if row is None else Totals(*row)
