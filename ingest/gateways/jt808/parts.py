"""Messages that come in parts are put together; what is held is bounded in bytes and in time."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from ingest.gateways.jt808.header import Frame, Header
from ingest.gateways.jt808.limits import Limits

_OBJECTS_BYTES = 400
"""What the objects of a held part take beside its body, about."""
_MOST_ASKED = 255
"""What the byte can count in which a terminal of 2013 is told how many parts are missing."""


class Room:
    """The bytes that parts of all terminals take together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = 0


@dataclass(slots=True)
class _Gathering:
    begun: float
    moved: float
    """When its last part came, or was asked for."""
    frames: dict[int, Frame] = field(default_factory=dict[int, Frame])
    size: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """The numbers of parts that have not come of a message whose first part has the serial `first`.

    `of` is the header of a part that came.
    """

    of: Header
    first: int
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A message put together: `frame` is its first part with the whole body, `serials` those of all parts."""

    frame: Frame
    serials: tuple[int, ...]


class Parts:
    """The unfinished messages of one connection; `close` gives their room back."""

    def __init__(self, limits: Limits, room: Room) -> None:
        self._limits = limits
        self._room = room
        self._held: dict[tuple[int, int, int], _Gathering] = {}
        self._size = 0
        self.dropped = 0

    def add(self, frame: Frame, now: float) -> Whole | None:
        """Take a part; return the message when it was the last one missing.

        A message whose parts need more room than there is, or do not come in time, is dropped: nobody
        answers it, so the terminal sends it again.
        """
        part = frame.header.part
        if part is None:
            return Whole(frame, (frame.header.serial,))
        self.expire(now)
        # the parts of a message have serials in a row: what they have in common tells messages apart
        first = (frame.header.serial - part.number + 1) & 0xFFFF
        key = (frame.header.message_id, first, part.total)
        gathering = self._held.setdefault(key, _Gathering(now, now))
        gathering.moved = now
        before = gathering.frames.get(part.number)
        self._count(gathering, _cost(frame) - (_cost(before) if before else 0))
        gathering.frames[part.number] = frame
        if self._size > self._limits.parts_bytes or self._room.taken > self._room.most:
            self._drop(key)
            return None
        if len(gathering.frames) < part.total:
            return None
        self._remove(key)
        return _joined(gathering)

    def expire(self, now: float) -> None:
        """Drop what was begun too long ago."""
        late = [key for key, held in self._held.items() if now - held.begun > self._limits.parts_seconds]
        for key in late:
            self._drop(key)

    def missing(self, now: float) -> Iterator[Missing]:
        """Yield what is to be asked for, a message at a time; not again before some seconds have passed."""
        for (_, first, total), held in self._held.items():
            if now - held.moved >= self._limits.parts_ask_seconds:
                held.moved = now
                numbers = (number for number in range(1, total + 1) if number not in held.frames)
                of = next(iter(held.frames.values())).header
                yield Missing(of, first, tuple(islice(numbers, _MOST_ASKED)))

    def close(self) -> None:
        """Forget everything."""
        for key in list(self._held):
            self._remove(key)

    def _drop(self, key: tuple[int, int, int]) -> None:
        self.dropped += 1
        self._remove(key)

    def _remove(self, key: tuple[int, int, int]) -> None:
        gathering = self._held.pop(key)
        self._count(gathering, -gathering.size)

    def _count(self, gathering: _Gathering, size: int) -> None:
        gathering.size += size
        self._size += size
        self._room.taken += size


def _cost(frame: Frame) -> int:
    # an empty part costs memory too
    return len(frame.body) + _OBJECTS_BYTES


def _joined(gathering: _Gathering) -> Whole:
    frames = [gathering.frames[number] for number in sorted(gathering.frames)]
    body = b"".join(frame.body for frame in frames)
    first = replace(frames[0].header, part=None)
    return Whole(Frame(first, body), tuple(frame.header.serial for frame in frames))
