"""Try again what was refused: after a device was registered, or a range or a date was mended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import psycopg

from ingest import quarantine
from ingest.intake import take
from ingest.writer import read_directory
from models.refusals import Refusal
from storage import telemetry
from storage.rejections import Rejected, rejected, settle
from storage.telemetry import Arrival, Batch


@dataclass(frozen=True, slots=True)
class Replayed:
    """One refusal tried again: how many readings are new, and whether it is settled or why not.

    `others` are refusals of the same message for other reasons: each is kept on its own.
    """

    id: int
    readings: int
    still: Refusal | None
    others: tuple[Refusal, ...] = ()


def replay(
    connection: psycopg.Connection, ids: Iterable[int], now: datetime, author: str = ""
) -> Iterator[Replayed]:
    """Take each message again as the registry is now; judged by the instant it arrived, not by `now`.

    `author` is who tries; it is kept with what is settled.
    """
    telemetry.prepare(connection)
    directory = read_directory(connection)
    for rejected_id in ids:
        row = rejected(connection, rejected_id)
        if row is None:
            continue
        batch = Batch(row.received_at)
        take(batch, Arrival(row.topic, bytes(row.payload)), directory, row.received_at)
        connection.commit()
        stored = quarantine.store(connection, batch, directory)
        still = _same_refusal(row, stored.refusals)
        if still is None:
            settle(connection, rejected_id, now, author)
        others = tuple(each for each in stored.refusals if each is not still)
        yield Replayed(rejected_id, stored.readings, still, others)


def _same_refusal(row: Rejected, refusals: Iterable[Refusal]) -> Refusal | None:
    for refusal in refusals:
        if (refusal.reason.value, refusal.detail) == (row.reason, row.detail):
            return refusal
    return None
