"""What alert rules may watch, and what is measured of it: each a constant number of queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, LiteralString

import psycopg
from psycopg.rows import class_row

from storage.database import query

SubjectKind = Literal["meter", "device", "place", "vehicle"]


@dataclass(frozen=True, slots=True)
class Watched:
    """A meter, a device, a place or a vehicle with what selectors look at and what mail calls it.

    `institutions` are its own and all above it; `places` its place (a vehicle's: that of its tracker) and all
    around, `place_kinds` their kinds. The `code` of a vehicle is its plate. The `tags` of a meter are
    its own and its device's, in no order.
    """

    kind: SubjectKind
    id: int
    code: str
    name: str
    device_kind: str | None
    medium: str | None
    item: str
    level: int | None
    quantity: str | None
    unit: str
    interval_s: float
    site: str
    timezone: str
    heating: str | None
    site_name: str
    site_name_en: str
    institution_id: int
    institution: str
    institution_name: str
    institution_name_en: str
    institutions: list[str]
    places: list[str]
    place_kinds: list[str]
    duty: str
    tags: list[str]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is measured of one meter or device; None where nothing is, or the query does not ask."""

    id: int
    value: float | None = None
    coverage: float | None = None
    at: datetime | None = None
    amount: float | None = None
    usual: float | None = None
    usual_days: int | None = None
    since: datetime | None = None
    share: float | None = None
    reason: str | None = None
    since_day: date | None = None
    days: int | None = None
    peak_hour: int | None = None
    peak_amount: float | None = None
    peak_usual: float | None = None


def watched(connection: psycopg.Connection) -> list[Watched]:
    """Return everything that rules may watch."""
    with connection.cursor(row_factory=class_row(Watched)) as cursor:
        return cursor.execute(query("alerts/watched")).fetchall()


def seen(
    connection: psycopg.Connection, name: LiteralString, parameters: Mapping[str, object]
) -> dict[int, Seen]:
    """Return what one of the queries of storage/queries/alerts/ measures, by meter or device."""
    with connection.cursor(row_factory=class_row(Seen)) as cursor:
        rows = cursor.execute(query(name), parameters).fetchall()
    return {row.id: row for row in rows}
