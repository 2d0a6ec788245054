"""Ending in an orderly way: SIGTERM and SIGINT set an event, and the work in hand is finished.

A worker is asked by `stop_event`; a command that somebody watches by `stopped_by_signals`.
"""

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType


def stop_event() -> threading.Event:
    """Return an event that the first SIGTERM or SIGINT sets."""
    event = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: event.set())
    return event


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Generator[None]:
    """Let Ctrl-C and SIGTERM set `stop` once; a second Ctrl-C ends the process as usual."""

    def set_stop(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[number])

    before = {int(number): signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, set_stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
