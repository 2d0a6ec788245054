"""The pace of a simulation that catches up with the present and then goes on in real time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from typing_extensions import override

from simulators.delivery import Pace


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUp(Pace):
    """What was due before `live_from` goes out at `speed`, the rest when `clock` says that it is due."""

    live_from: datetime
    clock: Callable[[], datetime]

    @override
    def seconds_until(self, due: datetime, first: datetime, elapsed: float) -> float:
        """Return how long a message still waits."""
        if due < self.live_from:
            return Pace(self.speed).seconds_until(due, first, elapsed)
        return (due - self.clock()).total_seconds()
