"""The cost ledger of vehicles: lines of receipts go in once, rows come out."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

import psycopg
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb

from models.vehicle_costs import BookedCost, CostEntry
from storage.database import query

_LOCK = 0x766563
"""Advisory lock of whoever enters costs: what a file adds is told against what stood there."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file: `copy` says the how manieth of equal lines it is, from 1.

    `approval_above_yuan` is above which amount it needs an approval; None: it needs none.
    """

    line: int
    entry: CostEntry
    copy: int
    approval_above_yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class Alike:
    """A row of the ledger that looks like a line of a file and is none of them [yuan]."""

    line: int
    cost_id: int
    day: date
    amount_yuan: Decimal


def lock(connection: psycopg.Connection) -> None:
    """Wait until nobody else enters costs; hold it until the transaction ends."""
    connection.execute(query("vehicle_costs/lock"), {"lock": _LOCK})


def plates(connection: psycopg.Connection) -> list[str]:
    """Return the plates of all vehicles in order."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        return cursor.execute(query("vehicle_costs/plates")).fetchall()


def enter(
    connection: psycopg.Connection, lines: Iterable[Line], recorded_by: str, recorded_at: datetime
) -> Mapping[int, str]:
    """Enter lines; return by their number what became of those that changed anything: added, approved.

    A line that stands there changes nothing, but for an approval that was missing.
    """
    parameters = {
        "lines": Jsonb([_plain(line) for line in lines]),
        "recorded_by": recorded_by,
        "recorded_at": recorded_at,
    }
    return dict(connection.execute(query("vehicle_costs/enter"), parameters).fetchall())


def alike(connection: psycopg.Connection, lines: Iterable[Line]) -> Mapping[int, Alike]:
    """Return by line the first row that looks like it and is no line of the file; ask before entering."""
    parameters = {"lines": Jsonb([_plain(line) for line in lines])}
    with connection.cursor(row_factory=class_row(Alike)) as cursor:
        return {row.line: row for row in cursor.execute(query("vehicle_costs/alike"), parameters)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the ledger: from `first_day` on and before `end_day`; None is no restriction.

    `since_reading` moves the first day of each vehicle back to its last odometer reading before it.
    """

    first_day: date | None = None
    end_day: date | None = None
    plate: str | None = None
    kind: str | None = None
    only_unapproved: bool = False
    since_reading: bool = False


def costs(connection: psycopg.Connection, wanted: Wanted) -> list[BookedCost]:
    """Return rows of the ledger by day."""
    with connection.cursor(row_factory=class_row(BookedCost)) as cursor:
        return cursor.execute(query("vehicles/costs"), asdict(wanted)).fetchall()


def _plain(line: Line) -> dict[str, object]:
    entry = line.entry
    above = line.approval_above_yuan
    return {
        **{name: None if value is None else str(value) for name, value in asdict(entry).items()},
        "is_correction": entry.is_correction,
        "line": line.line,
        "copy": line.copy,
        "receipt": entry.receipt,
        "approval_above_yuan": None if above is None else str(above),
    }
