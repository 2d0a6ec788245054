"""The ingest worker: receive, check, write in batches, acknowledge after the commit.

Two threads share the work: this one reads from the broker and decodes, the writer's waits for the database.
While a batch is being committed the next one fills, so batches grow with the load by themselves.
"""

import queue
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import psycopg
from paho.mqtt.client import Client

from ingest.intake import take
from ingest.metrics import Health, Metrics
from ingest.subscription import BrokerLogin, Receipt, Subscription, join
from ingest.writer import Done, Parcel, Writer
from storage.telemetry import Arrival, Batch

_STEP_SECONDS = 0.25


class Flag(Protocol):
    """What tells the worker to end: a threading.Event, or anything with its is_set."""

    def is_set(self) -> bool:
        """Return whether to end."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a batch may grow, and how long its first message waits for company."""

    rows: int = 40_000
    held_bytes: int = 64 * 1024 * 1024
    linger: timedelta = timedelta(milliseconds=25)
    patience: timedelta = timedelta(seconds=8)


class Worker:
    """One worker: one session with the broker, one connection to the database."""

    def __init__(
        self,
        login: BrokerLogin,
        connect: Callable[[], psycopg.Connection],
        client_id: str,
        *,
        clock: Callable[[], datetime],
        greet: Callable[[Client], None] = join,
        log: Callable[..., None],
    ) -> None:
        self.metrics = Metrics()
        self._clock = clock
        self._limits = Limits()
        self._writer = Writer(connect, log)
        self._subscription = Subscription(login, client_id, self._arrived, greet=greet, log=log)
        self._batch: Batch | None = None
        self._receipts: list[Receipt] = []
        self._first_arrived = 0.0
        self._writing: Parcel | None = None
        self.taken = 0

    def run(self, stop: Flag) -> None:
        """Work until `stop`; then write and acknowledge what was received, and leave the session open."""
        self._writer.start()
        while self._writer.directory is None and not stop.is_set():
            self._raise_crash()
            time.sleep(0.01)
        while not stop.is_set():
            self._turn(_STEP_SECONDS)
        deadline = time.monotonic() + self._limits.patience.total_seconds()
        while (self._batch is not None or self._writing is not None) and time.monotonic() < deadline:
            self._turn(_STEP_SECONDS)
        self._subscription.close()
        self._writer.stop(timedelta(seconds=1))

    def drain(self, quiet: timedelta, stop: Flag) -> int:
        """Work until nothing has come for `quiet`; return the messages taken."""
        idle = _Idle(quiet, stop, self)
        self.run(idle)
        return idle.taken

    def health(self) -> Health:
        """Return how the worker is."""
        return Health(self._subscription.fault, self._writer.fault)

    def _turn(self, timeout: float) -> None:
        if self._batch is not None and self._writing is None:
            timeout = min(timeout, self._limits.linger.total_seconds())
        self._subscription.step(self._writer.wake, timeout)
        self._collect()
        self._hand_over()
        self._raise_crash()
        self._bound_memory()
        self._gauge()

    def _arrived(self, topic: str, payload: bytes, receipt: Receipt) -> None:
        directory = self._writer.directory
        if directory is None:
            raise RuntimeError("a message came before the registry was read")
        if self._batch is None:
            self._batch = Batch(self._clock())
            self._first_arrived = time.monotonic()
        take(self._batch, Arrival(topic, payload), directory)
        self._receipts.append(receipt)
        if self._is_full(self._batch):
            self._hand_over()

    def _bound_memory(self) -> None:
        """Stop taking when too much is held: Mosquitto bounds what is in flight by count, not by size."""
        held = self._batch.payload_bytes if self._batch is not None else 0
        held += self._writing.batch.payload_bytes if self._writing is not None else 0
        if held > self._limits.held_bytes:
            self._subscription.pause(f"{held} bytes wait for the database")
        elif held <= self._limits.held_bytes // 2:
            self._subscription.resume()

    def _is_full(self, batch: Batch) -> bool:
        return batch.readings + batch.fixes >= self._limits.rows

    def _hand_over(self) -> None:
        batch = self._batch
        if batch is None or self._writing is not None:
            return
        waited = time.monotonic() - self._first_arrived
        if waited < self._limits.linger.total_seconds() and not self._is_full(batch):
            return
        self._writing = Parcel(batch, self._receipts, self._first_arrived)
        self._writer.put(self._writing)
        self._batch, self._receipts = None, []

    def _collect(self) -> None:
        try:
            done = self._writer.done.get_nowait()
        except queue.Empty:
            return
        self._writer.wake.recv(4096)
        self._subscription.acknowledge(done.parcel.receipts)
        self._writing = None
        self._count(done)

    def _count(self, done: Done) -> None:
        self.taken += len(done.parcel.receipts)
        self.metrics.messages.inc(len(done.parcel.receipts))
        self.metrics.readings.inc(done.stored.readings)
        self.metrics.duplicates.inc(done.stored.duplicates)
        self.metrics.batch_messages.observe(len(done.parcel.receipts))
        self.metrics.commit_seconds.observe(done.seconds)
        for refusal in done.stored.refusals:
            self.metrics.rejected.labels(refusal.reason.value).inc(max(len(refusal.readings), 1))

    def _gauge(self) -> None:
        writing = self._writing
        held = len(self._receipts) + (len(writing.receipts) if writing else 0)
        oldest = writing.first_arrived if writing else self._first_arrived
        self.metrics.unacknowledged.set(held)
        self.metrics.oldest_uncommitted.set(time.monotonic() - oldest if held else 0)

    def _raise_crash(self) -> None:
        if self._writer.crash is not None:
            raise self._writer.crash


class _Idle:
    """Set when told to stop, or when a well worker has had no message for a while."""

    def __init__(self, quiet: timedelta, stop: Flag, worker: Worker) -> None:
        self._quiet = quiet.total_seconds()
        self._stop = stop
        self._worker = worker
        self._since = time.monotonic()
        self.taken = 0

    def is_set(self) -> bool:
        taken = self._worker.taken
        if taken != self.taken or not self._worker.health().well:
            self.taken, self._since = taken, time.monotonic()
        return self._stop.is_set() or time.monotonic() - self._since > self._quiet
