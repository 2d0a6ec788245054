"""A day's load: meters and trackers go on reporting, at an even pace, until the test says that it is over."""

import itertools
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from simulators.delivery import Pace
from simulators.messages import Message
from tests.ingest_stack.load import load
from tests.ingest_stack.published import Published
from tests.ingest_stack.site import METERS, TRACKERS
from tests.ingest_stack.stack import Stack
from tests.ingest_stack.waiting import wait_until

_EVERY = timedelta(milliseconds=2)
_DEVICES = (*METERS, *TRACKERS)


class Day:
    """What is published, and the means to end it and to wait for it."""

    def __init__(self, stack: Stack) -> None:
        self.published = Published()
        self.connection = stack.connect()
        self._stack = stack
        self._over = threading.Event()

    def reconnect(self) -> None:
        """Look at the database again after it was away."""
        self.connection.close()
        self.connection = self._stack.connect()

    def arrived(self) -> int:
        """Return how many readings are stored."""
        row = self.connection.execute("SELECT count(*) FROM reading").fetchone()
        assert row is not None
        return int(row[0])

    def await_progress(self, readings: int) -> None:
        """Wait until so many more readings are stored."""
        enough = self.arrived() + readings
        wait_until(lambda: self.arrived() >= enough, f"{readings} more readings")

    def end(self) -> None:
        """Let the load end."""
        self._over.set()

    def messages(self) -> Iterator[Message]:
        """Return the load."""
        begin = datetime.now(UTC)
        for number in itertools.count():
            if self._over.is_set():
                return
            turn, place = divmod(number, len(_DEVICES))
            device = _DEVICES[place]
            make = self.published.fix if device in TRACKERS else self.published.message
            yield replace(make(device, turn), due=begin + number * _EVERY)


@contextmanager
def day(stack: Stack) -> Generator[Day]:
    """Publish while the test breaks things; at its end everything must be where it belongs."""
    today = Day(stack)
    try:
        with load(stack, today.messages(), Pace(1.0)):
            try:
                yield today
            finally:
                today.end()
        wait_until(lambda: not today.published.missing(today.connection), "all has arrived")
        today.published.check(today.connection)
    finally:
        today.connection.close()
