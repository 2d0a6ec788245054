"""Ending in an orderly way: SIGTERM and SIGINT set an event, and the work in hand is finished."""

import signal
import threading


def stop_event() -> threading.Event:
    """Return an event that the first SIGTERM or SIGINT sets."""
    event = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: event.set())
    return event
