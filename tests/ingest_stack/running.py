"""A worker in a thread of the test: for what needs its limits, its clock, or its session changed."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import psycopg

from ingest.worker import LIMITS, Limits, Session, Worker
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until


class RunningWorker:
    """Runs from `with` to its end; what it says stands in `log`, and what ended it in `error`."""

    def __init__(
        self,
        stack: Stack,
        slot: int = 0,
        *,
        limits: Limits = LIMITS,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        connect: Callable[[], psycopg.Connection] | None = None,
    ) -> None:
        self.log: list[tuple[str, dict[str, object]]] = []
        self.error: BaseException | None = None
        self.worker = Worker(
            stack.login,
            Session(f"ingest-local-{slot}"),
            connect or stack.connect_as_worker,
            clock=clock,
            log=self._note,
            limits=limits,
        )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        try:
            wait_until(self._has_begun, "a well worker")
        except AssertionError:
            self.stop()
            raise
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stop()

    def ask_to_stop(self) -> None:
        """Tell it to end in order."""
        self._stop.set()

    def stop(self) -> None:
        """Tell it to end in order, and wait until it has."""
        self.ask_to_stop()
        self._thread.join(60)
        assert not self._thread.is_alive(), "the worker does not end"

    def events(self, name: str) -> list[dict[str, object]]:
        """Return what it said under one name."""
        return [fields for event, fields in self.log if event == name]

    def count(self, metric: str, **labels: str) -> float:
        """Return a counter or gauge."""
        return self.worker.metrics.registry.get_sample_value(metric, labels) or 0.0

    def _has_begun(self) -> bool:
        return self.worker.health().well or self.error is not None or bool(self.events("database_away"))

    def _run(self) -> None:
        try:
            self.worker.run(self._stop)
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            self.error = error

    def _note(self, event: str, **fields: object) -> None:
        self.log.append((event, fields))
