"""What one device still has to send, and what is on its way to the broker."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from simulators.messages import Message


@dataclass(slots=True)
class Parcel:
    """A message with what happened to it: how often it was sent, and whether it was ever acknowledged."""

    message: Message
    copies: int = 0
    acknowledged: bool = False

    @property
    def size(self) -> int:
        """The bytes that count against a limit."""
        return len(self.message.payload)


@dataclass(slots=True)
class Window:
    """A bound on how many parcels, and how many of their bytes, may be somewhere at once.

    It is asked before a parcel enters, so one parcel larger than the bound still passes.
    """

    max_parcels: int
    max_bytes: int
    parcels: int = 0
    bytes: int = 0

    def has_room(self) -> bool:
        """Tell whether one more may enter."""
        return self.parcels < self.max_parcels and self.bytes < self.max_bytes

    def enter(self, parcel: Parcel) -> None:
        """Count a parcel in."""
        self.parcels += 1
        self.bytes += parcel.size

    def leave(self, parcel: Parcel) -> None:
        """Count a parcel out."""
        self.parcels -= 1
        self.bytes -= parcel.size


class Outbox:
    """One device's parcels in order: waiting, then on the wire under their packet id, then gone."""

    def __init__(self) -> None:
        self._waiting: deque[Parcel] = deque()
        self._returned: list[Parcel] = []
        self._on_wire: dict[int, Parcel] = {}

    @property
    def held(self) -> int:
        """How many are not yet done with."""
        return len(self._waiting) + len(self._returned) + len(self._on_wire)

    @property
    def waiting(self) -> bool:
        """Whether something could be sent now."""
        return bool(self._waiting)

    @property
    def on_wire(self) -> int:
        """How many are sent and not answered."""
        return len(self._on_wire)

    def offer(self, parcel: Parcel) -> None:
        """Queue a new parcel behind all others."""
        self._waiting.append(parcel)

    def next(self) -> Parcel:
        """Hand out the parcel whose turn it is."""
        return self._waiting.popleft()

    def sent(self, packet_id: int, parcel: Parcel) -> None:
        """Remember under which packet id a parcel went out."""
        parcel.copies += 1
        self._on_wire[packet_id] = parcel

    def answered(self, packet_id: int) -> Parcel | None:
        """Take a parcel off the wire; None for a packet that was no parcel."""
        return self._on_wire.pop(packet_id, None)

    def hold(self, parcel: Parcel) -> None:
        """Keep a parcel that the broker could give to nobody, until `release`."""
        self._returned.append(parcel)

    def release(self) -> None:
        """Queue again, before all others and in their order, the parcels that were held."""
        self._waiting.extendleft(reversed(self._returned))
        self._returned.clear()

    def lost(self, again: Iterable[Parcel]) -> list[Parcel]:
        """Queue `again` and all that was never answered: the connection ended; return what was sent."""
        unanswered = list(self._on_wire.values())
        self._on_wire.clear()
        self._waiting = deque([*again, *self._returned, *unanswered, *self._waiting])
        self._returned.clear()
        return unanswered

    def clear(self) -> list[Parcel]:
        """Give up everything that was not answered; return it."""
        self.lost(())
        given_up = list(self._waiting)
        self._waiting.clear()
        return given_up
