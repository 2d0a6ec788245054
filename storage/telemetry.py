"""Write what arrived, once and for all: staging by binary COPY, then INSERT ... ON CONFLICT DO NOTHING."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

import psycopg

from models.quantities import POSITION
from models.refusals import ReadingKey, Reason, Refusal
from models.reports import Position
from storage.copying import HEADER, TRAILER, fix_row, microseconds, reading_rows
from storage.database import query

_ARRIVAL_BYTES = 400
_KEY_BYTES = 300


class Arrival(NamedTuple):
    """A message as it arrived; a NamedTuple, because there are tens of thousands a second."""

    topic: str
    payload: bytes


@dataclass(frozen=True, slots=True)
class Event:
    """A device came online or went offline."""

    device_id: int
    at: datetime
    kind: str


@dataclass(slots=True)
class Batch:
    """Messages to be written in one transaction: their rows, packed, and what was refused of them.

    `instants` are when each message arrived; `received_at`, which its rows get, is the latest of them.
    """

    received_at: datetime
    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    instants: list[datetime] = field(default_factory=list[datetime])
    readings: int = 0
    fixes: int = 0
    payload_bytes: int = 0
    refusals: list[tuple[int, Refusal]] = field(default_factory=list[tuple[int, Refusal]])
    events: list[Event] = field(default_factory=list[Event])
    _refused_keys: int = 0
    _reading_rows: bytearray = field(default_factory=lambda: bytearray(HEADER))
    _fix_rows: bytearray = field(default_factory=lambda: bytearray(HEADER))

    def arrive(self, arrival: Arrival, now: datetime) -> None:
        """Add a message; rows and refusals added from now on are of this one."""
        self.arrivals.append(arrival)
        self.instants.append(now)
        self.received_at = now
        self.payload_bytes += len(arrival.payload)

    def add_readings(self, device_id: int, rows: Sequence[tuple[int, int, float]]) -> None:
        """Add readings (quantity id, microseconds of `storage.copying`, value) of the latest arrival."""
        self._reading_rows += reading_rows(len(self.arrivals) - 1, device_id, rows)
        self.readings += len(rows)

    def add_fixes(self, device_id: int, rows: Iterable[tuple[datetime, Position]]) -> None:
        """Add fixes of the latest arrival."""
        message = len(self.arrivals) - 1
        for at, fix in rows:
            self._fix_rows += fix_row(message, device_id, microseconds(at), fix)
            self.fixes += 1

    def refuse(self, refusal: Refusal) -> None:
        """Add a refusal of the latest arrival."""
        self.refusals.append((len(self.arrivals) - 1, refusal))
        self._refused_keys += len(refusal.readings)

    @property
    def held_bytes(self) -> int:
        """About how much memory the batch takes."""
        rows = len(self._reading_rows) + len(self._fix_rows)
        objects = len(self.arrivals) * _ARRIVAL_BYTES + self._refused_keys * _KEY_BYTES
        return self.payload_bytes + rows + objects

    @property
    def reading_copy(self) -> bytes:
        """The readings as one COPY stream."""
        return bytes(self._reading_rows + TRAILER)

    @property
    def fix_copy(self) -> bytes:
        """The fixes as one COPY stream."""
        return bytes(self._fix_rows + TRAILER)


@dataclass(frozen=True, slots=True)
class Stored:
    """What one transaction did: rows that were new, copies dropped, refusals (new conflicts too)."""

    readings: int
    duplicates: int
    refusals: Sequence[Refusal]


def prepare(connection: psycopg.Connection) -> None:
    """Make the session's staging tables; once for each connection."""
    connection.execute(query("ingest/create_staging"))
    connection.commit()


def store(connection: psycopg.Connection, batch: Batch) -> Stored:
    """Write a batch and commit; on return every message of it may be acknowledged."""
    with connection.transaction():
        readings, reading_conflicts = _store_readings(connection, batch)
        fixes, fix_conflicts = _store_fixes(connection, batch)
        refusals = [*batch.refusals, *reading_conflicts, *fix_conflicts]
        for place, refusal in refusals:
            _keep(connection, batch.instants[place], batch.arrivals[place], refusal)
        for event in batch.events:
            parameters = {"device_id": event.device_id, "at": event.at, "kind": event.kind}
            connection.execute(query("ingest/store_event"), parameters)
    conflicts = sum(len(refusal.readings) for _, refusal in (*reading_conflicts, *fix_conflicts))
    new = readings + fixes
    return Stored(new, batch.readings + batch.fixes - new - conflicts, [refusal for _, refusal in refusals])


_Conflicts = list[tuple[int, Refusal]]


def _store_readings(connection: psycopg.Connection, batch: Batch) -> tuple[int, _Conflicts]:
    if not batch.readings:
        return 0, []
    with connection.cursor() as cursor:
        with cursor.copy("COPY staging_reading FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(batch.reading_copy)
        stored = cursor.execute(query("ingest/store_readings"), {"received_at": batch.received_at}).rowcount
        if stored:
            cursor.execute(query("ingest/mark_stale"))
        if stored == batch.readings:
            return stored, []
        cursor.execute(query("ingest/conflicting_readings"))
        return stored, _conflicts(
            (message, ReadingKey(device, quantity, at), f"{was!r} is stored, {now!r} came later")
            for message, device, quantity, at, now, was in cursor.fetchall()
        )


def _store_fixes(connection: psycopg.Connection, batch: Batch) -> tuple[int, _Conflicts]:
    if not batch.fixes:
        return 0, []
    with connection.cursor() as cursor:
        with cursor.copy("COPY staging_position FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(batch.fix_copy)
        stored = cursor.execute(query("ingest/store_positions"), {"received_at": batch.received_at}).rowcount
        if stored:
            cursor.execute(query("ingest/mark_tracks"))
        if stored == batch.fixes:
            return stored, []
        cursor.execute(query("ingest/conflicting_positions"))
        return stored, _conflicts(
            (message, ReadingKey(device, POSITION, at), f"another fix came later: {lon!r}, {lat!r}")
            for message, device, at, lon, lat in cursor.fetchall()
        )


def _conflicts(cases: Iterable[tuple[int, ReadingKey, str]]) -> list[tuple[int, Refusal]]:
    """One refusal a message: told by its first case and the count. `cases` are sorted by message."""
    found: list[tuple[int, Refusal]] = []
    for message, group in groupby(cases, key=itemgetter(0)):
        of_message = list(group)
        _, key, text = of_message[0]
        more = f" (and {len(of_message) - 1} more)" if len(of_message) > 1 else ""
        detail = f"{key.quantity} at {key.at.isoformat()}: {text}{more}"
        found.append((message, Refusal(Reason.CONFLICT, detail, tuple(case[1] for case in of_message))))
    return found


def _keep(connection: psycopg.Connection, received_at: datetime, arrival: Arrival, refusal: Refusal) -> None:
    row = connection.execute(
        query("ingest/keep_rejected"),
        {
            "received_at": received_at,
            "topic": arrival.topic,
            "payload": arrival.payload,
            "reason": refusal.reason.value,
            "detail": refusal.detail,
            "digest": rejection_digest(arrival, refusal),
        },
    ).fetchone()
    if row is None or not refusal.readings:
        return
    with connection.cursor() as cursor:
        cursor.executemany(
            query("ingest/keep_rejected_reading"),
            [
                {"rejected_id": row[0], "device": key.device, "quantity": key.quantity, "at": key.at}
                for key in refusal.readings
            ],
        )


def rejection_digest(arrival: Arrival, refusal: Refusal) -> bytes:
    """Return what makes a rejected message one: topic, payload, reason and detail."""
    parts = (
        arrival.topic.encode(),
        sha256(arrival.payload).digest(),
        refusal.reason.value.encode(),
        refusal.detail.encode(),
    )
    return sha256(b"\0".join(parts)).digest()
