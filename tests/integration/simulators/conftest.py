"""A broker of its own for each test; nothing of it is left behind."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.integration.simulators.mosquitto import RunningBroker, Watcher


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[RunningBroker]:
    running = RunningBroker(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def watch(broker: RunningBroker) -> Iterator[Callable[[str], Watcher]]:
    """Return a function that begins to listen; all of them are closed at the end."""
    watchers: list[Watcher] = []

    def begin(topics: str = "v1/+/+/telemetry") -> Watcher:
        watchers.append(Watcher(broker.port, topics))
        return watchers[-1]

    yield begin
    for watcher in watchers:
        watcher.close()
