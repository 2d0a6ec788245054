"""Register steps and readings that are not counted, as a person reads them."""

from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row

from storage.database import query

_NO_SPIKE = 10


@dataclass(frozen=True, slots=True)
class Aside:
    """A step set aside: `step` is in `unit`, `at` the reading at which it shows."""

    meter: str
    meter_name: str
    site: str
    place_name: str
    timezone: str
    unit: str
    at: datetime
    step: float
    reason: str


def asides(connection: psycopg.Connection, *, site: str | None, meter: str | None, rows: int) -> list[Aside]:
    """Return the newest `rows` steps set aside, of one site or meter where it is named."""
    with connection.cursor(row_factory=class_row(Aside)) as cursor:
        parameters = {"site": site, "meter": meter, "rows": rows}
        return cursor.execute(query("export/asides"), parameters).fetchall()


@dataclass(frozen=True, slots=True)
class AboveModulus:
    """A physical meter of which readings were skipped: `greatest` of them is above what `modulus` allows."""

    meter: str
    meter_name: str
    site: str
    place_name: str
    modulus: float
    readings: int
    greatest: float


def above_modulus(
    connection: psycopg.Connection, *, site: str | None, meter: str | None
) -> list[AboveModulus]:
    """Return physical meters whose modulus must be wrong, of one site or meter where it is named."""
    with connection.cursor(row_factory=class_row(AboveModulus)) as cursor:
        parameters = {"site": site, "meter": meter, "least": _NO_SPIKE}
        return cursor.execute(query("export/above_modulus"), parameters).fetchall()
