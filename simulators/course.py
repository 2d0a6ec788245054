"""Counts what a simulation hands to the sender: the published side of `published = stored + rejected`."""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime

from simulators.messages import Message, Tally
from simulators.transmission import Outgoing

_AHEAD = 16
"""More messages than a sender reads before it sends them."""


class Course:
    """Hands out messages and remembers the tally of each until it is surely sent."""

    def __init__(self) -> None:
        self._handed = Tally()
        self._last: deque[Tally] = deque(maxlen=_AHEAD)
        self.due: datetime | None = None
        """When the message handed out last was due."""

    def hand_out(self, messages: Iterable[Outgoing]) -> Iterator[Message]:
        """Yield the messages one by one as the sender asks for them."""
        for out in messages:
            self._handed += out.tally
            self._last.append(out.tally)
            self.due = out.message.due
            yield out.message

    def tally(self, sent: int) -> Tally:
        """Return the count of the first `sent` messages: a sender that is stopped may hold one unsent."""
        unsent = self._handed.messages - sent
        if not 0 <= unsent <= len(self._last):
            raise ValueError(f"{sent} messages sent of {self._handed.messages} handed out")
        held = sum(list(self._last)[len(self._last) - unsent :], Tally())
        return Tally(
            self._handed.messages - held.messages,
            self._handed.readings - held.readings,
            self._handed.duplicates - held.duplicates,
            self._handed.malformed - held.malformed,
        )
