"""What gaps need of the database: the hours they are shaped by, and marks on those to shape again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias

import psycopg

from models.amounts import Amounts
from storage.arrays import array_cursor
from storage.consumption import stacked
from storage.database import query

Stretch: TypeAlias = tuple[int, datetime, datetime]
"""A meter, and the instants from the first and before the second; those of a meter do not overlap."""


def measured_hours(connection: psycopg.Connection, stretches: Sequence[Stretch]) -> Amounts:
    """Return the stored hours of stretches that show when their amount was used, ordered by meter."""
    with array_cursor(connection) as cursor:
        rows = cursor.execute(query("analytics/read_measured_hours"), _columns(stretches)).fetchall()
    return stacked(rows, "us")


def mark_gaps(connection: psycopg.Connection, stretches: Sequence[Stretch]) -> int:
    """Mark the gaps that lie in stretches for another computation; return how many."""
    return connection.execute(query("analytics/mark_gaps"), _columns(stretches)).rowcount


def _columns(stretches: Sequence[Stretch]) -> dict[str, Any]:
    return {
        "meters": [meter for meter, _, _ in stretches],
        "starts": [start for _, start, _ in stretches],
        "ends": [end for _, _, end in stretches],
    }
