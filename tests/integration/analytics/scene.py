"""A site with meters in a database, and readings that arrive as ingest would store them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psycopg

from models.quantities import BY_NAME
from storage import telemetry
from storage.copying import microseconds
from storage.telemetry import Arrival, Batch
from tests.integration.database import Database

BEGIN = datetime(2026, 10, 31, 16, tzinfo=UTC)
"""1 November 2026, 00:00 in Shanghai."""

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
VOLUME = BY_NAME["volume_m3"].id


def clock() -> datetime:
    return NOW


@dataclass(frozen=True)
class Meter:
    id: int
    device_id: int


def build(connection: psycopg.Connection, meters: int = 1, people: float | None = 10) -> list[Meter]:
    """Make an institution with a quota of 25 m3 a head, its site, and main water meters."""
    institution = _id(
        connection, "INSERT INTO institution (code, name, type) VALUES ('i', 'i', 'government')"
    )
    site = _id(
        connection,
        "INSERT INTO place (code, name, kind, institution_id, timezone)"
        " VALUES ('s', 's', 'site', %s, 'Asia/Shanghai')",
        institution,
    )
    quota = _id(
        connection,
        "INSERT INTO quota (code, indicator, category, unit, limit_tier, counts, source, year, valid, status)"
        " VALUES ('q', 'water_per_person', '机关', 'm3/(person·a)', '通用值', '{staff}', 's', 2021,"
        " '[2021-01-01,)', 'single_source')",
    )
    connection.execute(
        "INSERT INTO quota_tier (quota_id, position, name, name_en, value, purpose)"
        " VALUES (%s, 1, '通用值', 'g', 25, '')",
        [quota],
    )
    connection.execute("INSERT INTO institution_quota VALUES (%s, %s, '[2026-01-01,)')", [institution, quota])
    if people is not None:
        employ(connection, site, people)
    made = [add_meter(connection, site, f"m{number}") for number in range(meters)]
    connection.commit()
    return made


def employ(connection: psycopg.Connection, place: int, people: float) -> None:
    insert = "INSERT INTO occupancy (place_id, valid) VALUES (%s, '[2026-01-01,)')"
    occupancy = _id(connection, insert, place)
    connection.execute("INSERT INTO occupancy_people VALUES (%s, 'staff', %s)", [occupancy, people])
    connection.execute("INSERT INTO occupancy_people VALUES (%s, 'visitor', 99)", [occupancy])


def add_meter(connection: psycopg.Connection, site: int, code: str) -> Meter:
    device = _id(
        connection,
        "INSERT INTO device (code, kind, protocol, site_id) VALUES (%s, 'water_meter', 'json_v1', %s)",
        code,
        site,
    )
    meter = _id(
        connection,
        "INSERT INTO meter (code, name, device_id, quantity_id, medium, level, place_id)"
        " VALUES (%s, %s, %s, %s, 'water', 1, %s)",
        *(code, code, device, VOLUME, site),
    )
    connection.execute(
        "INSERT INTO installation (meter_id, serial, valid, modulus, max_rate_per_hour)"
        " VALUES (%s, 'A', tstzrange(%s, NULL), 100000, 50)",
        [meter, BEGIN - timedelta(days=1)],
    )
    return Meter(meter, device)


def quarters(
    count: int, begin: int = 0, each: float = 0.25, first: float = 1000.0
) -> list[tuple[datetime, float]]:
    """Return readings of every quarter of an hour from the `begin`-th on; the register counts `each`."""
    return [(BEGIN + timedelta(minutes=15 * k), first + k * each) for k in range(begin, begin + count)]


def arrive(connection: psycopg.Connection, meter: Meter, rows: Iterable[tuple[datetime, float]]) -> None:
    """Store readings of a meter and mark their hours, in one transaction."""
    telemetry.prepare(connection)
    batch = Batch(NOW)
    batch.arrivals.append(Arrival("t", b""))
    batch.add_readings(meter.device_id, [(VOLUME, microseconds(at), value) for at, value in rows])
    telemetry.store(connection, batch)
    connection.commit()


def fetch(database: Database, statement: bytes, *parameters: object) -> list[tuple[object, ...]]:
    with database.connect() as connection:
        return list(connection.execute(statement, parameters).fetchall())


def hours(database: Database) -> list[tuple[object, ...]]:
    return fetch(
        database,
        b"SELECT meter_id, hour, amount, estimated, coverage, reasons FROM consumption_hourly ORDER BY 1, 2",
    )


def revisions(database: Database) -> dict[object, object]:
    rows: Sequence[tuple[object, ...]] = fetch(database, b"SELECT hour, revision FROM consumption_hourly")
    return {row[0]: row[1] for row in rows}


def _id(connection: psycopg.Connection, insert: str, *parameters: object) -> int:
    row = connection.execute(f"{insert} RETURNING id".encode(), parameters).fetchone()
    assert row is not None
    return int(row[0])
