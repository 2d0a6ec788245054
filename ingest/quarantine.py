"""A message that the database itself refuses is set aside with its reason; the rest of its batch is stored.

Without this one such message would come again after every restart, and nothing behind it would be stored.
"""

import psycopg

from ingest.directory import Directory
from ingest.intake import part, refused
from models.refusals import Reason, Refusal
from storage import telemetry
from storage.telemetry import Batch, Stored

REFUSALS = (psycopg.DataError, psycopg.IntegrityError, psycopg.errors.ProgramLimitExceeded)
"""What PostgreSQL raises about what it is given; anything else is about the database, and goes by."""


def store(connection: psycopg.Connection, batch: Batch, directory: Directory) -> Stored:
    """Write a batch and commit; where the database refuses it, halve it until the message is found."""
    try:
        return telemetry.store(connection, batch)
    except REFUSALS as error:
        if len(batch.arrivals) == 1:
            return _set_aside(connection, batch, directory, error)
    middle = len(batch.arrivals) // 2
    first = store(connection, part(batch, slice(middle), directory), directory)
    second = store(connection, part(batch, slice(middle, None), directory), directory)
    return Stored(
        first.readings + second.readings,
        first.duplicates + second.duplicates,
        [*first.refusals, *second.refusals],
    )


def _set_aside(
    connection: psycopg.Connection, batch: Batch, directory: Directory, error: psycopg.Error
) -> Stored:
    detail = f"the database refuses it: {error.diag.message_primary or type(error).__name__}"
    try:
        return telemetry.store(connection, refused(batch, directory, Reason.WRONG_SHAPE, detail))
    except REFUSALS:
        # the keys of its readings are what the database refuses
        bare = Batch(batch.received_at)
        bare.arrive(batch.arrivals[0], batch.instants[0])
        bare.refuse(Refusal(Reason.WRONG_SHAPE, detail))
        return telemetry.store(connection, bare)
