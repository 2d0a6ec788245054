"""What could not be stored: listed, shown, settled, and counted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg.rows import class_row

from storage.database import query


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A refusal in a list; `readings` is how many readings it holds."""

    id: int
    received_at: datetime
    topic: str
    reason: str
    detail: str
    readings: int
    replayed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A refused message, whole."""

    id: int
    received_at: datetime
    topic: str
    payload: bytes
    reason: str
    detail: str
    replayed_at: datetime | None
    replayed_by: str


@dataclass(frozen=True, slots=True)
class Account:
    """Where all readings are: stored, or refused by reason; messages without a reading stand apart."""

    stored: int
    rejected: dict[str, int]
    malformed: int

    @property
    def accounted(self) -> int:
        """Readings that are stored or refused with a reason."""
        return self.stored + sum(self.rejected.values())


def rejected_lines(
    connection: psycopg.Connection, *, reason: str | None, settled: bool, rows: int
) -> list[RejectedLine]:
    """Return the newest `rows` refusals; with `settled` also those that were replayed since."""
    with connection.cursor(row_factory=class_row(RejectedLine)) as cursor:
        parameters = {"reason": reason, "settled": settled, "rows": rows}
        return cursor.execute(query("ingest/list_rejected"), parameters).fetchall()


def rejected(connection: psycopg.Connection, rejected_id: int) -> Rejected | None:
    """Return one refusal, None where there is none of that number."""
    with connection.cursor(row_factory=class_row(Rejected)) as cursor:
        return cursor.execute(query("ingest/read_rejected"), {"id": rejected_id}).fetchone()


def open_rejected(
    connection: psycopg.Connection, *, reason: str | None = None, ids: Sequence[int] | None = None
) -> list[int]:
    """Return the numbers of refusals not settled yet, oldest first."""
    parameters = {"reason": reason, "ids": list(ids) if ids is not None else None}
    return [row[0] for row in connection.execute(query("ingest/open_rejected"), parameters)]


def settle(connection: psycopg.Connection, rejected_id: int, now: datetime, author: str = "") -> None:
    """Note that all a row refused is stored, and who tried it again, and commit."""
    parameters = {"id": rejected_id, "now": now, "author": author}
    connection.execute(query("ingest/settle_rejected"), parameters)
    connection.commit()


def account(connection: psycopg.Connection) -> Account:
    """Count every reading of the database once: the right side of `published = stored + rejected`."""
    stored = connection.execute(query("ingest/summarise_stored")).fetchone()
    by_reason = connection.execute(query("ingest/summarise_rejected")).fetchall()
    malformed = connection.execute(query("ingest/summarise_malformed")).fetchone()
    connection.commit()
    return Account(
        stored=int(stored[0]) if stored else 0,
        rejected={str(reason): int(readings) for reason, readings in by_reason},
        malformed=int(malformed[0]) if malformed else 0,
    )
