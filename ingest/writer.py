"""The thread that writes batches: it holds a batch until the database has it, however long that takes."""

import queue
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import psycopg

from ingest import quarantine
from ingest.directory import Directory, KnownDevice
from ingest.intake import knows_all_senders, refill
from ingest.subscription import Receipt
from models.errors import ConfigError, UnreachableError
from models.registry import Protocol
from models.reports import EARLIEST
from storage import telemetry
from storage.devices import devices, registry_revision
from storage.telemetry import Batch, Stored

_T = TypeVar("_T")
_LOOK_AT_REGISTRY = timedelta(seconds=1).total_seconds()
_LONGEST_BACK_OFF_SECONDS = 5.0
# a read-only transaction is what a database says that has become a standby
_AWAY = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.errors.ReadOnlySqlTransaction,
    UnreachableError,
)


@dataclass(frozen=True, slots=True)
class Parcel:
    """A batch and the receipts that may be given back once it is committed; times are monotonic.

    `revision` is the registry's as the first message of the batch was judged by it.
    """

    batch: Batch
    receipts: list[Receipt]
    revision: int
    first_arrived: float
    handed_over: float


@dataclass(frozen=True, slots=True)
class Done:
    """A parcel in the database."""

    parcel: Parcel
    stored: Stored
    seconds: float


class Writer:
    """Owns the database connection. `wake` becomes readable when `collect` has something committed."""

    def __init__(self, connect: Callable[[], psycopg.Connection], log: Callable[..., None]) -> None:
        self._connect = connect
        self._log = log
        self._connection: psycopg.Connection | None = None
        self._parcels: queue.SimpleQueue[Parcel | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._bell, self.wake = socket.socketpair()
        self.wake.setblocking(False)
        self._done: queue.SimpleQueue[Done] = queue.SimpleQueue()
        self._looked_at_registry = 0.0
        self.directory: Directory | None = None
        self.fault = "not connected yet"
        self.crash: BaseException | None = None

    def start(self) -> None:
        """Begin; the directory of devices appears in `directory` when it is read."""
        self._thread.start()

    def put(self, parcel: Parcel) -> None:
        """Hand over a parcel."""
        self._parcels.put(parcel)

    def collect(self) -> Done | None:
        """Return a parcel that was committed since the last call, None where there is none."""
        # whether the bell has rung for it yet or rings only after this
        with suppress(BlockingIOError):
            self.wake.recv(4096)
        try:
            return self._done.get_nowait()
        except queue.Empty:
            return None

    def stop(self, patience: timedelta) -> None:
        """Finish what was handed over if the database lets us in time; what is left is redelivered."""
        self._parcels.put(None)
        self._thread.join(patience.total_seconds())
        self._stop.set()
        self._thread.join(_LONGEST_BACK_OFF_SECONDS)
        if not self._thread.is_alive():
            self._bell.close()
            self.wake.close()

    def _run(self) -> None:
        try:
            self._insist(self._fresh_directory)
            while (parcel := self._next()) is not None:
                begun = time.monotonic()
                stored = self._insist(lambda connection, parcel=parcel: self._store(connection, parcel))
                if stored is None:
                    return
                self._finish(Done(parcel, stored, time.monotonic() - begun))
        except psycopg.ProgrammingError as error:
            sentence = str(error).partition("\n")[0]
            fault = f"the database is not ready for ingest: {sentence}; run `guanjia db migrate`"
            self._crash(ConfigError(fault))
        except BaseException as error:  # noqa: BLE001 (a mistake of ours: the main loop raises it)
            self._crash(error)
        finally:
            if self._connection is not None:
                self._connection.close()

    def _finish(self, done: Done) -> None:
        self._done.put(done)
        self._bell.send(b"\0")

    def _crash(self, error: BaseException) -> None:
        self.crash = error
        self._bell.send(b"\0")

    def _next(self) -> Parcel | None:
        while True:
            try:
                return self._parcels.get(timeout=_LOOK_AT_REGISTRY)
            except queue.Empty:
                self._insist(self._fresh_directory)

    def _insist(self, act: Callable[[psycopg.Connection], _T]) -> _T | None:
        """Do it as often as it takes while the database is away; None only when told to stop."""
        back_off = 0.1
        while not self._stop.is_set():
            try:
                result = act(self._connected())
            except psycopg.errors.DeadlockDetected:
                # another worker stores copies of the same readings in another order
                continue
            except _AWAY as error:
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

    def _store(self, connection: psycopg.Connection, parcel: Parcel) -> Stored:
        is_due = time.monotonic() - self._looked_at_registry > _LOOK_AT_REGISTRY
        directory = self.directory
        if directory is None or is_due or not knows_all_senders(parcel.batch):
            directory = self._fresh_directory(connection)
        stale = parcel.revision != directory.revision
        batch = refill(parcel.batch, directory) if stale else parcel.batch
        return quarantine.store(connection, batch, directory)

    def _fresh_directory(self, connection: psycopg.Connection) -> Directory:
        """Return the registry's devices, read again when it has changed."""
        revision = registry_revision(connection)
        connection.commit()
        directory = self.directory
        if directory is None or directory.revision != revision:
            directory = self.directory = read_directory(connection)
            self._log("registry_read", revision=directory.revision, devices=len(directory))
        self._looked_at_registry = time.monotonic()
        return directory


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
