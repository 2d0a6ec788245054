"""Waiting for a condition instead of a time."""

import time
from collections.abc import Callable

_PATIENCE_SECONDS = 60.0


def wait_until(condition: Callable[[], bool], what: str, patience: float = _PATIENCE_SECONDS) -> None:
    """Return when the condition holds; fail the test, naming it, when it never does."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.01)
