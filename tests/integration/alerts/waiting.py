"""Waiting for a condition instead of for a time."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

WAIT_SECONDS = 60


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for a condition; fail after a minute."""
    tick, deadline = threading.Event(), datetime.now(UTC) + timedelta(seconds=WAIT_SECONDS)
    while not is_so():
        assert datetime.now(UTC) < deadline, "waited in vain"
        tick.wait(0.02)
