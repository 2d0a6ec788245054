"""Bring a database to the current schema, and say where it stands."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files

import psycopg
import sqlalchemy
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.pool import NullPool

from models.quantities import QUANTITIES
from storage import timescale
from storage.database import query

_LOCK = 0x6775616E
"""Advisory lock of whoever migrates: two at once wait for each other."""


@dataclass(frozen=True, slots=True)
class Step:
    """One migration: its number and name, and whether this database has it."""

    number: str
    name: str
    applied: bool


def migrate(connect: Callable[[], psycopg.Connection]) -> list[Step]:
    """Apply what is missing, in order, and return those steps. Running it again changes nothing."""
    with _locked(connect) as alchemy:
        before = _steps(alchemy)
        raw = _raw(alchemy)
        has_timescale = timescale.create_extension(raw)
        alchemy.commit()
        command.upgrade(_config(alchemy), "head")
        _write_quantities(raw)
        timescale.shape(raw, has_timescale)
        alchemy.commit()
    return [Step(step.number, step.name, applied=True) for step in before if not step.applied]


def status(connect: Callable[[], psycopg.Connection]) -> list[Step]:
    """Return every migration the program knows, oldest first, with whether it is applied."""
    with _alchemy(connect) as alchemy:
        return _steps(alchemy)


def _steps(alchemy: sqlalchemy.Connection) -> list[Step]:
    script = ScriptDirectory.from_config(_config(alchemy))
    head = MigrationContext.configure(alchemy).get_current_revision()
    known = list(reversed(list(script.walk_revisions())))
    done = 0 if head is None else [revision.revision for revision in known].index(head) + 1
    return [
        Step(revision.revision, revision.doc.partition(": ")[2].rstrip("."), applied=place < done)
        for place, revision in enumerate(known)
    ]


def _write_quantities(connection: psycopg.Connection) -> None:
    rows = [{"id": q.id, "name": q.name, "unit": q.unit, "kind": q.kind} for q in QUANTITIES]
    with connection.cursor() as cursor:
        cursor.executemany(query("upsert_quantity"), rows)


def _config(alchemy: sqlalchemy.Connection) -> Config:
    config = Config(attributes={"connection": alchemy})
    config.set_main_option("script_location", str(files("storage.migrations")))
    config.set_main_option("path_separator", "os")
    return config


def _raw(alchemy: sqlalchemy.Connection) -> psycopg.Connection:
    raw = alchemy.connection.driver_connection
    if not isinstance(raw, psycopg.Connection):
        raise TypeError(f"migrations need psycopg, not {type(raw)}")
    return raw


@contextmanager
def _alchemy(connect: Callable[[], psycopg.Connection]) -> Generator[sqlalchemy.Connection]:
    engine = sqlalchemy.create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


@contextmanager
def _locked(connect: Callable[[], psycopg.Connection]) -> Generator[sqlalchemy.Connection]:
    with _alchemy(connect) as connection:
        raw = _raw(connection)
        raw.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        connection.commit()
        try:
            yield connection
        finally:
            raw.rollback()
            raw.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
            raw.commit()
