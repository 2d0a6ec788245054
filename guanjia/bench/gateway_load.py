"""JT/T 808 terminals in a process of its own: many connections, one frame each, and when it was answered.

`python -m guanjia.bench.gateway_load` is told by its parent; it is no command of its own.
"""

import asyncio
import json
import sys
import time
from collections import deque
from dataclasses import asdict, dataclass
from typing import cast

from typing_extensions import override

from ingest.gateways.jt808.codes import Codes
from ingest.gateways.jt808.header import Frame, Header, encoded
from ingest.gateways.jt808.messages import MessageId
from models.errors import UnreachableError
from simulators.jt808.wire import Fix, location

FIRST_NUMBER = 13_900_000_000
_WAVE = 100
_PATIENCE_SECONDS = 120.0
_FLAG = b"\x7e"


@dataclass(frozen=True, slots=True)
class Terminals:
    """What to send.

    Each of `connections` says `rounds` times where it is, once in `period` seconds; then `active` of them
    send `frames` each as fast as they are answered, `window` unanswered at a time.

    Without a secret nobody signs on: the server is none that asks.
    """

    port: int
    connections: int
    rounds: int
    period: float
    active: int
    frames: int
    window: int
    secret: str = ""


class Peer(asyncio.Protocol):
    """One terminal: what it has sent, and how long each answer took, in seconds."""

    def __init__(self, number: int, delays: list[float]) -> None:
        header = Header(MessageId.LOCATION, f"{number:012d}", 1)
        fix = Fix(
            "261101080000", 38.5, 106.2, speed_kmh=43.0, odometer_km=15_234.1, fuel_l=41.5, satellites=14
        )
        self._frame = encoded(Frame(header, location(fix)))
        self._delays = delays
        self._sent: deque[float] = deque()
        self._left = 0
        self._transport: asyncio.Transport | None = None
        self.done = asyncio.Event()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note where to write to."""
        self._transport = cast("asyncio.Transport", transport)

    @override
    def data_received(self, data: bytes) -> None:
        """Take answers; send the next frame for each while there are any left."""
        now = time.perf_counter()
        for _ in range(data.count(_FLAG) // 2):
            self._delays.append(now - self._sent.popleft())
            if self._left:
                self._left -= 1
                self.send(self._frame)
        if not self._sent:
            self.done.set()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        """Fail whoever waits: the server must not hang up."""
        self._transport = None

    def send(self, data: bytes = b"") -> None:
        """Send a frame, a location unless said otherwise."""
        if self._transport is None:
            raise UnreachableError("the server has hung up on a terminal of the bench")
        self._sent.append(time.perf_counter())
        self.done.clear()
        self._transport.write(data or self._frame)

    def stream(self, frames: int, window: int) -> None:
        """Send so many locations, `window` of them unanswered."""
        self._left = frames - window
        for _ in range(window):
            self.send()


async def _connect(what: Terminals, delays: list[float]) -> list[Peer]:
    loop, codes = asyncio.get_running_loop(), Codes(what.secret) if what.secret else None
    peers: list[Peer] = []
    for begin in range(0, what.connections, _WAVE):
        numbers = range(FIRST_NUMBER + begin, FIRST_NUMBER + min(begin + _WAVE, what.connections))
        wave = [Peer(number, delays) for number in numbers]
        await asyncio.gather(
            *(loop.create_connection(lambda peer=peer: peer, "127.0.0.1", what.port) for peer in wave)
        )
        if codes is not None:
            for peer, number in zip(wave, numbers, strict=True):
                header = Header(MessageId.AUTHENTICATE, f"{number:012d}", 0)
                peer.send(encoded(Frame(header, codes.of(str(number)).encode())))
            await _all_done(wave)
        peers += wave
    return peers


async def _all_done(peers: list[Peer]) -> None:
    await asyncio.wait_for(asyncio.gather(*(peer.done.wait() for peer in peers)), _PATIENCE_SECONDS)


async def _paced(what: Terminals, peers: list[Peer]) -> None:
    """Spread the frames of all terminals evenly over each period."""
    begun = time.perf_counter()
    for turn in range(what.rounds):
        for place, peer in enumerate(peers):
            due = begun + what.period * (turn + place / len(peers))
            if due > time.perf_counter():
                await asyncio.sleep(due - time.perf_counter())
            peer.send()
    await _all_done(peers)


def _told(begun: float, delays: list[float]) -> None:
    ordered = sorted(delays)
    said = {
        "seconds": time.perf_counter() - begun,
        "frames": len(ordered),
        "p50_ms": 1000 * ordered[len(ordered) // 2],
        "p99_ms": 1000 * ordered[int(len(ordered) * 0.99)],
    }
    _say(json.dumps(said))
    delays.clear()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def _run(what: Terminals) -> None:
    delays: list[float] = []
    peers = await _connect(what, delays)
    delays.clear()
    _say("ready")
    if what.rounds:
        await asyncio.to_thread(sys.stdin.readline)
        begun = time.perf_counter()
        await _paced(what, peers)
        _told(begun, delays)
    await asyncio.to_thread(sys.stdin.readline)
    active, begun = peers[: what.active], time.perf_counter()
    for peer in active:
        peer.stream(what.frames, what.window)
    await _all_done(active)
    _told(begun, delays)
    # the connections are held until the parent has looked
    await asyncio.to_thread(sys.stdin.readline)


def request(what: Terminals) -> str:
    """Return the line that tells the load what to do."""
    return json.dumps(asdict(what)) + "\n"


if __name__ == "__main__":
    asyncio.run(_run(Terminals(**json.loads(sys.stdin.readline()))))
