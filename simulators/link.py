"""One device's way to the broker: connects, sends in order, waits when told to, begins again when cut off."""

import logging
import selectors
from datetime import UTC, datetime
from enum import StrEnum

import orjson

from simulators.backoff import Backoff
from simulators.connection import Connection, Events, Identity
from simulators.outbox import Outbox, Parcel
from simulators.shared import Shared

NO_SUBSCRIBERS = 16
FAILURES = 128
BAD_PASSWORD = 134
NOT_AUTHORIZED = 135
BAD_CREDENTIALS = (BAD_PASSWORD, NOT_AUTHORIZED)

_log = logging.getLogger(__name__)


class Stage(StrEnum):
    """Where a link stands."""

    AWAY = "away"
    CONNECTING = "connecting"
    UP = "up"
    LEAVING = "leaving"
    REFUSED = "refused"


class Link:
    """See the module; its owner calls it back from one selector loop and tells it the monotonic time."""

    def __init__(self, identity: Identity, shared: Shared, backoff: Backoff) -> None:
        self.identity = identity
        self.stage = Stage.AWAY
        self.refusal = ""
        self.fileno = -1
        self.try_at = 0.0
        self._shared = shared
        self._backoff = backoff
        self._outbox = Outbox()
        self._connection: Connection | None = None
        self._now = 0.0
        self._status_ids: set[int] = set()
        self._was_up = False

    @property
    def idle(self) -> bool:
        """Whether nothing of this device waits or is unanswered."""
        return not self._outbox.held and not self._status_ids

    @property
    def status_pending(self) -> bool:
        """Whether the broker has not answered a status yet."""
        return bool(self._status_ids)

    def offer(self, parcel: Parcel) -> None:
        """Take a new parcel; one of a device that was refused is counted and goes nowhere."""
        self._shared.counts.messages += 1
        if self.stage is not Stage.REFUSED:
            self._shared.backlog.enter(parcel)
            self._outbox.offer(parcel)

    def connect(self, now: float, patience: float) -> None:
        """Try to connect; `patience` is how long the broker may take to answer. Raises UnreachableError."""
        self._now = now
        events = Events(self._on_connected, self._on_answered, self._on_gone)
        connection = Connection(self.identity, self._shared.tls, events, _status("offline"))
        self.fileno = connection.open(self._shared.broker)
        self._connection = connection
        self.stage = Stage.CONNECTING
        self.try_at = now + patience

    def transmit(self, now: float) -> None:
        """Send what may be sent within the bounds of the process and of the broker."""
        self._now = now
        if self.stage is not Stage.UP or now < self.try_at:
            return
        self._outbox.release()
        while self._may_send():
            self._send(self._outbox.next())

    def _may_send(self) -> bool:
        return (
            self._connection is not None
            and self._outbox.waiting
            and self._shared.wire.has_room()
            and self._outbox.on_wire < self._connection.receive_maximum
        )

    def _send(self, parcel: Parcel) -> None:
        if self._connection is None:
            return
        message = parcel.message
        packet_id = self._connection.publish(message.topic, message.payload)
        if packet_id is None:
            self._outbox.hold(parcel)
            return
        if parcel.copies:
            self._shared.counts.resent += 1
        self._shared.wire.enter(parcel)
        self._outbox.sent(packet_id, parcel)

    def read(self, now: float) -> None:
        """Handle what the broker answered."""
        self._now = now
        if self._connection is not None:
            self._connection.read()

    def write(self) -> None:
        """Go on with what the socket did not take."""
        if self._connection is not None:
            self._connection.write()

    def interest(self) -> int:
        """Return what the selector should watch the socket for; 0 when there is none."""
        if self._connection is None or not self._connection.is_open():
            return 0
        writing = selectors.EVENT_WRITE if self._connection.wants_to_write() else 0
        return selectors.EVENT_READ | writing

    def keep_alive(self, now: float) -> None:
        """Ping when it is time; drop a connection that was never answered."""
        self._now = now
        if self._connection is None:
            return
        self._connection.keep_alive()
        if self.stage is Stage.CONNECTING and now > self.try_at:
            self.close()

    def leave(self) -> None:
        """Say that the device goes offline; `close` once that is answered."""
        if self.stage is Stage.UP:
            self._publish_status("offline")
            self.stage = Stage.LEAVING

    def close(self) -> None:
        """Disconnect."""
        if self._connection is not None:
            self._connection.close()

    def refuse(self, why: str) -> None:
        """Give this device up, saying why; the others go on."""
        self.stage = Stage.REFUSED
        self.refusal = why
        self._leave_wire(self._outbox.lost(()))
        for parcel in self._outbox.clear():
            if not parcel.acknowledged:
                self._shared.backlog.leave(parcel)
        self.close()

    def _on_connected(self, reason: int) -> None:
        device = self.identity.device
        if reason in BAD_CREDENTIALS and not self._was_up:
            self.refuse(
                f"device {device}: the broker refuses its user name or password (reason {reason}): "
                "run `guanjia broker init` so that the broker and the credentials file agree"
            )
        elif reason >= FAILURES:
            _log.warning("broker refuses device=%s reason=%d", device, reason)
        else:
            self._was_up = True
            self.stage = Stage.UP
            self.try_at = self._now
            self._publish_status("online")

    def _on_answered(self, packet_id: int, reason: int) -> None:
        self._status_ids.discard(packet_id)
        parcel = self._outbox.answered(packet_id)
        if parcel is not None:
            self._shared.wire.leave(parcel)
            self._on_parcel_answered(parcel, reason)
        if reason == NOT_AUTHORIZED:
            # a refused status counts too: Mosquitto 2.0.11 cuts the connection before it answers more
            self.refuse(
                f"device {self.identity.device}: the broker forbids it to publish to its topics "
                f"(such as {self.identity.status_topic}): "
                "run `guanjia broker init` to write the rights of every device in the registry"
            )

    def _on_parcel_answered(self, parcel: Parcel, reason: int) -> None:
        if reason == NO_SUBSCRIBERS or reason >= FAILURES:
            self._wait_to_send_again(parcel, reason)
        else:
            self._delivered(parcel)

    def _wait_to_send_again(self, parcel: Parcel, reason: int) -> None:
        self._outbox.hold(parcel)
        if self._now >= self.try_at:
            wait = self._backoff.next()
            self.try_at = self._now + wait
            _log.info("not delivered device=%s reason=%d retry_s=%.1f", self.identity.device, reason, wait)

    def _delivered(self, parcel: Parcel) -> None:
        self._backoff.reset()
        if not parcel.acknowledged:
            parcel.acknowledged = True
            self._shared.counts.acknowledged += 1
            self._shared.backlog.leave(parcel)
        self._shared.history.add(self.identity.device, parcel, self._now)

    def _on_gone(self) -> None:
        self._connection = None
        self._status_ids.clear()
        if self.stage is Stage.REFUSED:
            return
        kept = self._shared.history.take(self.identity.device, self._now)
        self._leave_wire(self._outbox.lost(kept))
        self.stage = Stage.AWAY
        self.try_at = self._now + self._backoff.next()

    def _leave_wire(self, parcels: list[Parcel]) -> None:
        for parcel in parcels:
            self._shared.wire.leave(parcel)

    def _publish_status(self, state: str) -> None:
        if self._connection is None:
            return
        payload = _status(state, datetime.now(UTC))
        packet_id = self._connection.publish(self.identity.status_topic, payload, retain=True)
        if packet_id is not None:
            self._status_ids.add(packet_id)


def _status(state: str, at: datetime | None = None) -> bytes:
    # a last will is written long before it is published: it cannot know its instant
    return orjson.dumps({"state": state} if at is None else {"state": state, "at": at})
