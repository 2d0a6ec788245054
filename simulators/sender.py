"""Sends messages over MQTT 5 as their devices would: one connection and one credential each, nothing dropped.

A message is delivered when the broker acknowledged it and had a subscriber for it. What was delivered in the
last 15 minutes goes out again on every reconnect, because a broker that dies forgets what it acknowledged.
All connections are served by one thread and one selector.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from random import Random

from models.broker import Broker
from models.errors import UnreachableError
from simulators.delivery import Delivery, Limits, Pace
from simulators.history import History
from simulators.knock import knock, tls_context
from simulators.messages import Message
from simulators.outbox import Parcel, Window
from simulators.shared import Counts, Shared
from simulators.switchboard import Switchboard
from simulators.timetable import Timetable

TICK_SECONDS = 0.1
"""The longest sleep: how late a stop or a retry may be noticed."""

MESSAGES_A_TURN = 500
FULL_SPEED = Pace()
DEFAULT_LIMITS = Limits()


def _never() -> bool:
    return False


def _silent(_delivery: Delivery) -> None:
    """Show nothing."""


def send(
    messages: Iterable[Message],
    broker: Broker,
    password_of: Callable[[str], str],
    pace: Pace = FULL_SPEED,
    stop: Callable[[], bool] = _never,
    on_progress: Callable[[Delivery], None] = _silent,
) -> Delivery:
    """Send time-ordered `messages` until they end or `stop()` is true; return what came of it."""
    sender = Sender(broker, password_of, DEFAULT_LIMITS, Random())  # noqa: S311 - jitter, no secret
    return sender.send(messages, pace, stop, on_progress)


class Sender:
    """One run of sending, with its limits and its randomness given."""

    def __init__(
        self, broker: Broker, password_of: Callable[[str], str], limits: Limits, random: Random
    ) -> None:
        self._drain_seconds = limits.drain_for.total_seconds()
        self._shared = _shared(broker, limits)
        self._switchboard = Switchboard(self._shared, limits, password_of, random)

    def send(
        self,
        messages: Iterable[Message],
        pace: Pace,
        stop: Callable[[], bool],
        on_progress: Callable[[Delivery], None],
    ) -> Delivery:
        """Send as `send` of this module says; call once."""
        # a broker that is away comes back; one with a wrong certificate does not: that raises here
        with suppress(UnreachableError):
            knock(self._shared.broker)
        timetable = Timetable(iter(messages), pace)
        try:
            while not stop() and not (timetable.ended and self._switchboard.idle()):
                self._take(timetable)
                self._turn(timetable)
                on_progress(self._switchboard.delivery())
            self._go_offline()
        finally:
            self._switchboard.close()
        on_progress(self._switchboard.delivery())
        return self._switchboard.delivery()

    def _take(self, timetable: Timetable) -> None:
        """Read what is due, within what may be in flight: this is the back-pressure on the source."""
        for _ in range(MESSAGES_A_TURN):
            if not self._shared.backlog.has_room():
                return
            message = timetable.next_due(time.monotonic())
            if message is None:
                return
            self._switchboard.link_of(message.topic).offer(Parcel(message))

    def _turn(self, timetable: Timetable) -> None:
        now = time.monotonic()
        full = not self._shared.backlog.has_room()
        sleep = TICK_SECONDS if full else min(TICK_SECONDS, timetable.seconds_to_wait(now))
        self._switchboard.turn(now, sleep)

    def _go_offline(self) -> None:
        """Wait for what is in flight, then leave; each for a bounded time."""
        self._turn_until(self._switchboard.idle)
        self._switchboard.leave()
        self._turn_until(self._switchboard.have_left)
        self._turn_until(self._switchboard.hang_up)

    def _turn_until(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + self._drain_seconds
        while not done() and time.monotonic() < deadline:
            self._switchboard.turn(time.monotonic(), TICK_SECONDS)


def _shared(broker: Broker, limits: Limits) -> Shared:
    return Shared(
        broker=broker,
        tls=tls_context(broker),
        backlog=Window(limits.in_flight_messages, limits.in_flight_bytes),
        wire=Window(limits.in_flight_messages, limits.in_flight_bytes),
        history=History(limits.history_for.total_seconds(), limits.history_bytes),
        counts=Counts(),
    )
