"""How fast to send, how much at once, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Pace:
    """How messages follow their `due`: 1.0 is real time, 60.0 an hour a minute, None at once."""

    speed: float | None = None

    def seconds_until(self, due: datetime, first: datetime, elapsed: float) -> float:
        """Return how long a message still waits, `elapsed` seconds after the one due at `first` was sent."""
        if self.speed is None:
            return 0.0
        return (due - first).total_seconds() / self.speed - elapsed


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sender may hold.

    `in_flight` is read and not yet acknowledged, in the whole process; `history` is what was acknowledged
    and goes out again on a reconnect, because a broker that dies loses what it acknowledged.
    """

    in_flight_messages: int = 1000
    in_flight_bytes: int = 16 * MEBIBYTE
    history_for: timedelta = timedelta(minutes=15)
    history_bytes: int = 64 * MEBIBYTE
    connect_within: timedelta = timedelta(seconds=10)
    drain_for: timedelta = timedelta(seconds=10)
    first_retry: timedelta = timedelta(milliseconds=500)
    longest_retry: timedelta = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a sender did: `messages` were taken, `acknowledged` of them once or more.

    `resent` counts copies beyond each message's first; `refused` maps a device to why it could not send.
    """

    messages: int = 0
    acknowledged: int = 0
    resent: int = 0
    refused: Mapping[str, str] = field(default_factory=dict[str, str])
