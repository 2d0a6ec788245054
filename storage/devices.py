"""What ingest reads of the registry."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import psycopg

from storage.database import query


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A device as the database has it; `earliest` is None where no installation or date is recorded."""

    id: int
    code: str
    site: str
    protocol: str
    earliest: datetime | None


def registry_revision(connection: psycopg.Connection) -> int:
    """Return the revision of the registry."""
    row = connection.execute(query("ingest/read_revision")).fetchone()
    return 0 if row is None else int(row[0])


def devices(connection: psycopg.Connection) -> Iterator[DeviceRow]:
    """Return every registered device."""
    return (DeviceRow(*row) for row in connection.execute(query("ingest/read_devices")))
