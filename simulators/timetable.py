"""When the next message leaves."""

from collections.abc import Iterator
from datetime import datetime

from simulators.delivery import Pace
from simulators.messages import Message


class Timetable:
    """Hands out messages in their order, each when its time has come; reads one message ahead, no more."""

    def __init__(self, messages: Iterator[Message], pace: Pace) -> None:
        self._messages = messages
        self._pace = pace
        self._first: tuple[datetime, float] | None = None
        self._ahead: Message | None = None
        self.ended = False

    def next_due(self, now: float) -> Message | None:
        """Return the next message if it is due at the monotonic time `now`, else None."""
        if self.seconds_to_wait(now) > 0:
            return None
        message, self._ahead = self._ahead, None
        return message

    def seconds_to_wait(self, now: float) -> float:
        """Return how long until the next message is due; infinity when there is none."""
        if self._ahead is None and not self.ended:
            self._ahead = next(self._messages, None)
            self.ended = self._ahead is None
        if self._ahead is None:
            return float("inf")
        if self._first is None:
            self._first = (self._ahead.due, now)
        first_due, first_at = self._first
        return max(0.0, self._pace.seconds_until(self._ahead.due, first_due, now - first_at))
