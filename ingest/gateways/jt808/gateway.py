"""The gateway: who is connected, who may be, and what goes to the broker."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from ingest.gateways.jt808.codes import Codes
from ingest.gateways.jt808.connection import Connection
from ingest.gateways.jt808.counters import Counters
from ingest.gateways.jt808.faults import Cut
from ingest.gateways.jt808.limits import LIMITS, Allowance, Limits
from ingest.gateways.jt808.parts import Room
from ingest.gateways.jt808.terminals import Terminal, Terminals
from ingest.gateways.outlet import Outlet
from models.topics import Channel, Topic


@dataclass(frozen=True, slots=True)
class Clocks:
    """What time it is: `now` for people, `clock` in seconds that only go forward."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = time.monotonic


class Gateway:
    """All connections of one gateway; everything happens in one event loop."""

    def __init__(
        self,
        terminals: Terminals,
        codes: Codes,
        outlet: Outlet,
        log: Callable[..., None],
        limits: Limits = LIMITS,
        clocks: Clocks | None = None,
    ) -> None:
        clocks = clocks or Clocks()
        self.terminals = terminals
        self.codes = codes
        self.outlet = outlet
        self.log = log
        self.limits = limits
        self.now, self.clock = clocks.now, clocks.clock
        self.counters = Counters()
        told = limits.cuts_told_a_second
        self._cuts_told = Allowance(told, 10 * told, self.clock())
        self.room = Room(limits.parts_bytes_of_all)
        self._connections: set[Connection] = set()
        self._of_address: Counter[str] = Counter()
        self._of_device: dict[str, Connection] = {}
        outlet.on_room = self._read_again

    def admits(self, connection: Connection) -> bool:
        """Count a new connection in; False when it is one too many."""
        full = (
            len(self._connections) >= self.limits.connections
            or self._of_address[connection.address] >= self.limits.connections_an_address
        )
        self._connections.add(connection)
        self._of_address[connection.address] += 1
        self.counters.connections.set(len(self._connections))
        return not full

    def leave(self, connection: Connection) -> None:
        """Count a connection out."""
        self._connections.discard(connection)
        self._of_address[connection.address] -= 1
        if not self._of_address[connection.address]:
            del self._of_address[connection.address]
        self.counters.connections.set(len(self._connections))
        terminal = connection.session.terminal
        if terminal is not None and self._of_device.get(terminal.device) is connection:
            del self._of_device[terminal.device]
            self.counters.terminals.set(len(self._of_device))
            self._say_status(terminal, "offline")

    def join(self, connection: Connection, terminal: Terminal) -> None:
        """Note that a terminal has authenticated; an older connection of it is a dead one."""
        before = self._of_device.get(terminal.device)
        self._of_device[terminal.device] = connection
        self.counters.terminals.set(len(self._of_device))
        if before is not None and before is not connection:
            before.cut(Cut.REPLACED)
        self._say_status(terminal, "online")

    def publish(self, terminal: Terminal, payload: bytes, done: Callable[[bool], None]) -> None:
        """Publish a report; `done` hears whether the broker has it."""

        def counted(taken: bool) -> None:
            (self.counters.published if taken else self.counters.refused).inc()
            done(taken)

        self.outlet.offer(_topic(terminal, Channel.TELEMETRY), payload, counted)

    def note_cut(self, connection: Connection, why: Cut, detail: str, phone: str) -> None:
        """Count and log why a connection ends."""
        self.counters.cuts.labels(why).inc()
        if not self._cuts_told.takes(1, self.clock()):
            return
        terminal = connection.session.terminal
        named = terminal.device if terminal else phone or "none"
        self.log("cut", reason=why, terminal=named, address=connection.address, **_told(detail))

    def renew(self, terminals: Terminals) -> None:
        """Take a newer registry; whoever is not in it any more is cut off."""
        self.terminals = terminals
        for connection in list(self._connections):
            before = connection.session.terminal
            if before is None:
                continue
            after = terminals.find(before.device)
            if after is None or after.site != before.site:
                connection.cut(Cut.UNKNOWN_TERMINAL)

    def begin(self) -> None:
        """Say that no terminal is connected yet: one that was killed could not say it at its end."""
        for terminal in self.terminals:
            self._say_status(terminal, "offline")

    def sweep(self) -> None:
        """End what is overdue; about once a second."""
        now = self.clock()
        self.counters.held.set(self.outlet.held)
        for connection in list(self._connections):
            why = connection.overdue(now)
            if why is not None:
                connection.cut(why)

    def close(self) -> None:
        """End every connection."""
        for connection in list(self._connections):
            connection.cut(Cut.STOPPING)

    def _read_again(self) -> None:
        for connection in list(self._connections):
            connection.resume()

    def _say_status(self, terminal: Terminal, state: str) -> None:
        payload = orjson.dumps({"state": state, "at": self.now()})
        self.outlet.offer(_topic(terminal, Channel.STATUS), payload, retain=True)


def _topic(terminal: Terminal, channel: Channel) -> str:
    return str(Topic(terminal.site, terminal.device, channel))


def _told(detail: str) -> dict[str, str]:
    return {"detail": detail} if detail else {}
