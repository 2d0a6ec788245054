"""The ingest worker: receive, check, write in batches, acknowledge after the commit.

Two threads share the work: this one reads from the broker and decodes, the writer's waits for the database.
While a batch is being committed the next one fills, so batches grow with the load by themselves; when that
one is full too, nothing more is read until the database has taken the first.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import psycopg
from paho.mqtt.client import Client

from ingest.intake import take
from ingest.metrics import Health, Metrics
from ingest.subscription import KEEPALIVE, BrokerLogin, Receipt, Subscription, join
from ingest.writer import Done, Parcel, Writer
from models.errors import UnreachableError
from storage.telemetry import Arrival, Batch

_STEP_SECONDS = 0.25


class Flag(Protocol):
    """What tells the worker to end: a threading.Event, or anything with its is_set."""

    def is_set(self) -> bool:
        """Return whether to end."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a batch may grow, and how long things may take.

    `linger` is how long a batch's first message waits for company, `patience` how long an orderly end may
    take, and after `slow_commit` the worker calls itself unwell. Two batches are held at most.
    """

    rows: int = 40_000
    batch_bytes: int = 32 * 1024 * 1024
    linger: timedelta = timedelta(milliseconds=25)
    patience: timedelta = timedelta(seconds=8)
    slow_commit: timedelta = timedelta(seconds=30)
    keepalive: timedelta = KEEPALIVE


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Session:
    """The session of a slot, by its client id, and what is said to the broker on every connection."""

    client_id: str
    greet: Callable[[Client], None] = join


class Worker:
    """One worker: one session with the broker, one connection to the database."""

    def __init__(
        self,
        login: BrokerLogin,
        session: Session,
        connect: Callable[[], psycopg.Connection],
        *,
        clock: Callable[[], datetime],
        log: Callable[..., None],
        limits: Limits = LIMITS,
    ) -> None:
        self.metrics = Metrics()
        self._clock = clock
        self._limits = limits
        self._writer = Writer(connect, log)
        self._subscription = Subscription(
            login,
            session.client_id,
            self._arrived,
            greet=session.greet,
            keepalive=limits.keepalive,
            log=log,
        )
        self._batch: Batch | None = None
        self._receipts: list[Receipt] = []
        self._first_arrived = 0.0
        self._revision = 0
        self._writing: Parcel | None = None
        self.taken = 0

    @property
    def held(self) -> int:
        """How many messages are received and not yet committed."""
        writing = self._writing
        return len(self._receipts) + (len(writing.receipts) if writing else 0)

    def run(self, stop: Flag) -> None:
        """Work until `stop`; then write and acknowledge what was received, and leave the session open."""
        self._writer.start()
        try:
            while self._writer.directory is None and not stop.is_set():
                self._raise_crash()
                time.sleep(0.01)
            while not stop.is_set():
                self._subscription.reading = self._has_room()
                self._turn(_STEP_SECONDS)
            self._finish()
        finally:
            self._subscription.close()
            self._writer.stop(timedelta(seconds=1))

    def drain(self, quiet: timedelta, stop: Flag) -> int:
        """Work until nothing has come for `quiet`; return the messages taken.

        Raises
        ------
        UnreachableError
            When messages are left, because of `stop` or because the database did not take them.
        """
        idle = _Idle(quiet, stop, self)
        self.run(idle)
        if stop.is_set() or self.held:
            raise UnreachableError(
                f"ended early: {self.taken} messages are stored, {self.held} of those received are not;"
                " the session is still there, drain it again"
            )
        return self.taken

    def health(self) -> Health:
        """Return how the worker is."""
        return Health(self._subscription.fault, self._writer.fault or self._slowness())

    def _slowness(self) -> str:
        writing = self._writing
        waited = time.monotonic() - writing.handed_over if writing is not None else 0.0
        if waited < self._limits.slow_commit.total_seconds():
            return ""
        return f"a batch waits for its commit since {waited:.0f} s: look for locks and full disks"

    def _finish(self) -> None:
        """Write what was received, unless the database is away: what is left here the broker sends again."""
        self._subscription.reading = False
        deadline = time.monotonic() + self._limits.patience.total_seconds()
        while self.held and not self._writer.fault and time.monotonic() < deadline:
            self._turn(_STEP_SECONDS)

    def _turn(self, timeout: float) -> None:
        if self._batch is not None and self._writing is None:
            timeout = min(timeout, self._limits.linger.total_seconds())
        self._subscription.step(self._writer.wake, timeout)
        self._collect()
        self._hand_over()
        self._raise_crash()
        self._gauge()

    def _arrived(self, topic: str, payload: bytes, receipt: Receipt) -> None:
        directory = self._writer.directory
        if directory is None:
            raise RuntimeError("a message came before the registry was read")
        now = self._clock()
        if self._batch is None:
            self._batch = Batch(now)
            self._first_arrived = time.monotonic()
            self._revision = directory.revision
        take(self._batch, Arrival(topic, payload), directory, now)
        self._receipts.append(receipt)
        if self._is_full(self._batch):
            self._hand_over()

    def _has_room(self) -> bool:
        """Tell whether to read on: Mosquitto bounds what is in flight by its count, not by its size."""
        return self._batch is None or self._writing is None or not self._is_full(self._batch)

    def _is_full(self, batch: Batch) -> bool:
        rows = batch.readings + batch.fixes
        return rows >= self._limits.rows or batch.held_bytes >= self._limits.batch_bytes

    def _hand_over(self) -> None:
        batch = self._batch
        if batch is None or self._writing is not None:
            return
        now = time.monotonic()
        if now - self._first_arrived < self._limits.linger.total_seconds() and not self._is_full(batch):
            return
        self._writing = Parcel(batch, self._receipts, self._revision, self._first_arrived, now)
        self._batch, self._receipts = None, []
        self._writer.put(self._writing)

    def _collect(self) -> None:
        done = self._writer.collect()
        if done is None:
            return
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
        oldest = writing.first_arrived if writing else self._first_arrived
        self.metrics.unacknowledged.set(self.held)
        self.metrics.oldest_uncommitted.set(time.monotonic() - oldest if self.held else 0)

    def _raise_crash(self) -> None:
        if self._writer.crash is not None:
            raise self._writer.crash


class _Idle:
    """Set when told to stop, or when a well worker has had no message and held none for a while."""

    def __init__(self, quiet: timedelta, stop: Flag, worker: Worker) -> None:
        self._quiet = quiet.total_seconds()
        self._stop = stop
        self._worker = worker
        self._since = time.monotonic()
        self._taken = 0

    def is_set(self) -> bool:
        worker = self._worker
        if worker.taken != self._taken or worker.held or not worker.health().well:
            self._taken, self._since = worker.taken, time.monotonic()
        return self._stop.is_set() or time.monotonic() - self._since > self._quiet
