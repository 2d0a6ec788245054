"""What is stored of vehicles, for the rules about them: each a constant number of queries for all of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

import psycopg
from psycopg.rows import class_row

from models.fixes import Fix
from storage.database import query


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    at: datetime
    lon: float
    lat: float
    speed_kmh: float | None
    satellites: int | None
    is_on: bool | None


def fixes(
    connection: psycopg.Connection, name: LiteralString, parameters: Mapping[str, object]
) -> dict[int, list[Fix]]:
    """Return what a query for fixes of storage/queries/alerts/ finds, by vehicle and in order."""
    found: defaultdict[int, list[Fix]] = defaultdict(list)
    with connection.cursor(row_factory=class_row(_Row)) as cursor:
        for row in cursor.execute(query(name), parameters):
            fix = Fix(row.at, row.lon, row.lat, row.speed_kmh, row.satellites, row.is_on)
            found[row.id].append(fix)
    return dict(found)
