"""A gateway's way to the broker: one connection, at QoS 1, for all the devices behind it.

Reports go before statuses: when a gateway starts, it has something to say of every terminal there is, and no
terminal that wants an answer to its report waits for that.

What is offered is held until the broker has acknowledged it, and sent again on every new connection together
with what was acknowledged lately: an acknowledgement is a promise in the broker's memory for some seconds.
So the session that must persist is here and in the devices, and the broker is met clean each time.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson
from paho.mqtt.reasoncodes import ReasonCode

from ingest.gateways.letters import Letter, Recent, Statuses
from ingest.gateways.link import Events, Link
from ingest.subscription import BrokerLogin
from models.errors import UnreachableError

_NO_SUBSCRIBERS = 16
_FAILURES = 128
_NOT_AUTHORIZED = 135


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an outlet holds at most, and how long it waits, in seconds.

    At `held_bytes` it says that it is full, and room again at half of it. `on_wire` messages are
    unacknowledged at a time, `statuses_on_wire` of them statuses. A topic that the broker forbids is not
    tried again for `forbidden_seconds`.
    """

    held_bytes: int = 32 * 1024 * 1024
    on_wire: int = 1_000
    statuses_on_wire: int = 16
    recent_seconds: float = 900.0
    recent_bytes: int = 64 * 1024 * 1024
    first_retry: float = 0.5
    longest_retry: float = 15.0
    forbidden_seconds: float = 60.0
    farewell_seconds: float = 5.0


BOUNDS = Bounds()


class Outlet:
    """See the module; everything happens in the event loop that `run` runs in.

    `fault` says what is wrong with the broker, and is empty while messages go out. `on_room` is called when
    there is room again after `full`.
    """

    def __init__(
        self,
        login: BrokerLogin,
        status_topic: str,
        *,
        log: Callable[..., None],
        bounds: Bounds = BOUNDS,
    ) -> None:
        self._login = login
        self._status_topic = status_topic
        self._log = log
        self._bounds = bounds
        self._link: Link | None = None
        self._was_up = False
        self._waiting: deque[Letter] = deque()
        self._statuses = Statuses()
        self._statuses_on_wire = 0
        self._on_wire: dict[int, Letter] = {}
        self._recent = Recent(bounds.recent_seconds, bounds.recent_bytes)
        self._forbidden: dict[str, float] = {}
        self._held_bytes = 0
        self._not_before = 0.0
        self._scheduled = False
        self._up = asyncio.Event()
        self._gone = asyncio.Event()
        self.on_room: Callable[[], None] = lambda: None
        self.full = False
        self.fault = "not connected yet"

    @property
    def held(self) -> int:
        """How many messages the broker has not acknowledged yet."""
        return len(self._waiting) + len(self._statuses) + len(self._on_wire)

    def offer(
        self, topic: str, payload: bytes, done: Callable[[bool], None] | None = None, *, retain: bool = False
    ) -> None:
        """Take a message; `done` hears True when the broker has it, False where it forbids the topic."""
        if self._forbidden.get(topic, 0.0) > time.monotonic():
            if done is not None:
                done(False)
            return
        letter = Letter(topic, payload, done, retain)
        self._hold(letter)
        if not retain:
            self._waiting.append(letter)
        elif (overtaken := self._statuses.put(letter)) is not None:
            self._release(overtaken)
        self._schedule()

    async def run(self, stop: asyncio.Event) -> None:
        """Keep a connection until `stop` is set, then let what is held go out, for some seconds."""
        wait = self._bounds.first_retry
        while not stop.is_set():
            await self._connection(stop)
            wait = self._bounds.first_retry if self._was_up else wait
            await _wait(stop, wait)
            wait = min(wait * 2, self._bounds.longest_retry)

    async def _connection(self, stop: asyncio.Event) -> None:
        self._gone.clear()
        self._was_up = False
        link = Link(
            self._login, self._status_topic, Events(self._connected, self._say, self._answered, self._lost)
        )
        try:
            await link.open()
        except UnreachableError as error:
            self._say(str(error))
            return
        self._link = link
        while not self._gone.is_set() and not stop.is_set():
            await _wait(self._gone, 1.0, stop)
            link.keep_alive()
        if stop.is_set():
            await self._leave(link)

    async def _leave(self, link: Link) -> None:
        deadline = time.monotonic() + self._bounds.farewell_seconds
        if self._up.is_set():
            self.offer(self._status_topic, _status("offline"), retain=True)
        while self._up.is_set() and self.held and time.monotonic() < deadline:
            await asyncio.sleep(0.01)
        link.close()

    def _schedule(self) -> None:
        if self._up.is_set() and not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._flush)

    def _flush(self) -> None:
        """Send as much as may be on the wire."""
        self._scheduled = False
        if not self._up.is_set() or self._link is None:
            return
        wait = self._not_before - time.monotonic()
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, self._schedule)
        else:
            self._send(self._link)
        self._link.write()

    def _send(self, link: Link) -> None:
        room = min(self._bounds.on_wire, link.receive_maximum) - len(self._on_wire)
        letters = self._next(room)
        for place, letter in enumerate(letters):
            packet_id = link.publish(letter.topic, letter.payload, retain=letter.retain)
            if packet_id is None:
                self._put_back(letters[place:])
                return
            self._on_wire[packet_id] = letter
            self._statuses_on_wire += letter.retain

    def _next(self, room: int) -> list[Letter]:
        """Return at most `room` to be sent next: reports, then statuses; one of these is always under way."""
        spare = min(self._bounds.statuses_on_wire - self._statuses_on_wire, len(self._statuses))
        kept = min(room, spare, 0 if self._statuses_on_wire else 1)
        reports = min(room - kept, len(self._waiting))
        letters = [self._waiting.popleft() for _ in range(reports)]
        return letters + [self._statuses.take() for _ in range(min(room - reports, spare))]

    def _connected(self) -> None:
        again = self._recent.take(time.monotonic())
        self._log("broker_there", sent_again=len(again))
        for letter in again:
            self._hold(letter)
        self._put_back(again)
        self.fault = ""
        self._was_up = True
        self._not_before = 0.0
        self._up.set()
        self.offer(self._status_topic, _status("online"), retain=True)

    def _answered(self, packet_id: int, reason: ReasonCode) -> None:
        letter = self._on_wire.pop(packet_id, None)
        self._schedule()
        if letter is None:
            return
        self._statuses_on_wire -= letter.retain
        # a status is retained: it has come to the broker also where nobody listens
        lonely = reason.value == _NO_SUBSCRIBERS and not letter.retain
        if reason.value == _NOT_AUTHORIZED:
            self._forbid(letter)
        elif lonely or reason.value >= _FAILURES:
            self._put_back([letter])
            self._not_before = time.monotonic() + self._bounds.first_retry
            self._say(f"the broker does not take messages ({reason}): is an ingest worker running?")
        else:
            self.fault = ""
            self._release(letter)
            self._recent.add(letter, time.monotonic())
            letter.tell(taken=True)

    def _forbid(self, letter: Letter) -> None:
        remedy = "run `guanjia broker sync` so that the gateway may publish for this device"
        self._log("forbidden", topic=letter.topic, remedy=remedy)
        now = time.monotonic()
        self._forbidden = {topic: until for topic, until in self._forbidden.items() if until > now}
        self._forbidden[letter.topic] = now + self._bounds.forbidden_seconds
        self._release(letter)
        letter.tell(taken=False)

    def _lost(self, fault: str) -> None:
        self._up.clear()
        self._link = None
        if not self.fault:
            self._say(fault)
        self._put_back(list(self._on_wire.values()))
        self._on_wire.clear()
        self._statuses_on_wire = 0
        self._gone.set()

    def _put_back(self, letters: Sequence[Letter]) -> None:
        """Have letters sent again, before all others and in their order; an overtaken status is dropped."""
        self._waiting.extendleft(letter for letter in reversed(letters) if not letter.retain)
        for letter in letters:
            if letter.retain and not self._statuses.put_back(letter):
                self._release(letter)

    def _hold(self, letter: Letter) -> None:
        self._held_bytes += letter.size
        self.full = self.full or self._held_bytes > self._bounds.held_bytes

    def _release(self, letter: Letter) -> None:
        self._held_bytes -= letter.size
        if self.full and self._held_bytes < self._bounds.held_bytes / 2:
            self.full = False
            self.on_room()

    def _say(self, fault: str) -> None:
        if fault != self.fault:
            self._log("broker_away", fault=fault)
        self.fault = fault


async def _wait(event: asyncio.Event, seconds: float, other: asyncio.Event | None = None) -> None:
    """Return when an event is set, or after so many seconds."""
    waits = [asyncio.ensure_future(each.wait()) for each in (event, other) if each is not None]
    await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


def _status(state: str) -> bytes:
    return orjson.dumps({"state": state, "at": int(time.time() * 1000)})
