"""The thread that writes batches: it holds a batch until the database has it, however long that takes."""

import queue
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import psycopg

from ingest.directory import Directory, KnownDevice
from ingest.intake import knows_all_senders, refill
from ingest.subscription import Receipt
from models.errors import UnreachableError
from models.registry import Protocol
from models.reports import EARLIEST
from storage import telemetry
from storage.devices import devices, registry_revision
from storage.telemetry import Batch, Stored

_T = TypeVar("_T")
_LOOK_AT_REGISTRY = timedelta(seconds=1).total_seconds()
_LONGEST_BACK_OFF_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """A batch and the receipts that may be given back once it is committed."""

    batch: Batch
    receipts: list[Receipt]
    first_arrived: float


@dataclass(frozen=True, slots=True)
class Done:
    """A parcel in the database."""

    parcel: Parcel
    stored: Stored
    seconds: float


class Writer:
    """Owns the database connection. `done` fills with what is committed; `wake` becomes readable then."""

    def __init__(self, connect: Callable[[], psycopg.Connection], log: Callable[..., None]) -> None:
        self._connect = connect
        self._log = log
        self._connection: psycopg.Connection | None = None
        self._parcels: queue.SimpleQueue[Parcel | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._bell, self.wake = socket.socketpair()
        self.wake.setblocking(False)
        self.done: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self.directory: Directory | None = None
        self.fault = "not connected yet"
        self.crash: BaseException | None = None

    def start(self) -> None:
        """Begin; the directory of devices appears in `directory` when it is read."""
        self._thread.start()

    def put(self, parcel: Parcel) -> None:
        """Hand over a parcel."""
        self._parcels.put(parcel)

    def stop(self, patience: timedelta) -> None:
        """Finish what was handed over if the database lets us in time; what is left is redelivered."""
        self._parcels.put(None)
        self._thread.join(patience.total_seconds())
        self._stop.set()
        self._thread.join(_LONGEST_BACK_OFF_SECONDS)

    def _run(self) -> None:
        try:
            self._insist(self._read_directory)
            while (parcel := self._next()) is not None:
                begun = time.monotonic()
                stored = self._insist(lambda connection, parcel=parcel: self._store(connection, parcel.batch))
                if stored is None:
                    return
                self.done.put(Done(parcel, stored, time.monotonic() - begun))
                self._bell.send(b"\0")
        except BaseException as error:
            # the main loop raises it: a mistake of ours ends the process, which is started again
            self.crash = error
            self._bell.send(b"\0")
            raise

    def _next(self) -> Parcel | None:
        while True:
            try:
                return self._parcels.get(timeout=_LOOK_AT_REGISTRY)
            except queue.Empty:
                self._insist(self._refresh_directory)

    def _insist(self, act: Callable[[psycopg.Connection], _T]) -> _T | None:
        """Do it as often as it takes while the database is away; None only when told to stop."""
        back_off = 0.1
        while not self._stop.is_set():
            try:
                result = act(self._connected())
            except (psycopg.OperationalError, UnreachableError) as error:
                self._lost(str(error).strip().partition("\n")[0])
                self._stop.wait(back_off)
                back_off = min(back_off * 2, _LONGEST_BACK_OFF_SECONDS)
            else:
                self.fault = ""
                return result
        return None

    def _connected(self) -> psycopg.Connection:
        if self._connection is None:
            self._connection = self._connect()
            telemetry.prepare(self._connection)
        return self._connection

    def _lost(self, fault: str) -> None:
        if not self.fault or self.fault == "not connected yet":
            self._log("database_away", fault=fault)
        self.fault = fault
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _store(self, connection: psycopg.Connection, batch: Batch) -> Stored:
        if not knows_all_senders(batch) and self._refresh_directory(connection) and self.directory:
            batch = refill(batch, self.directory)
        return telemetry.store(connection, batch)

    def _refresh_directory(self, connection: psycopg.Connection) -> bool:
        """Read the registry again when it has changed; return whether it had."""
        revision = registry_revision(connection)
        connection.commit()
        if self.directory is not None and self.directory.revision == revision:
            return False
        self._read_directory(connection)
        return True

    def _read_directory(self, connection: psycopg.Connection) -> None:
        self.directory = read_directory(connection)
        self._log("registry_read", revision=self.directory.revision, devices=len(self.directory))


def read_directory(connection: psycopg.Connection) -> Directory:
    """Read the devices of the registry as it is now."""
    revision = registry_revision(connection)
    known = [
        KnownDevice(
            row.id, row.code, row.site, Protocol(row.protocol), max(row.earliest or EARLIEST, EARLIEST)
        )
        for row in devices(connection)
    ]
    connection.commit()
    return Directory(revision, known)
