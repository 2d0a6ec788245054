"""Messages on their way to the broker, and those it has acknowledged lately."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

_OBJECT_BYTES = 300
"""What the objects of a letter take beside its payload, about."""


@dataclass(slots=True, eq=False)
class Letter:
    """A message; `done` is told once what became of it."""

    topic: str
    payload: bytes
    done: Callable[[bool], None] | None = None
    retain: bool = False

    @property
    def size(self) -> int:
        """Bytes it takes in memory, about."""
        return len(self.payload) + _OBJECT_BYTES

    def tell(self, *, taken: bool) -> None:
        """Say whether the broker has it, the first time."""
        done, self.done = self.done, None
        if done is not None:
            done(taken)


class Statuses:
    """Retained letters that wait, one a topic at most: of a status only the latest is worth sending."""

    def __init__(self) -> None:
        self._latest: dict[str, Letter] = {}
        self._waiting: dict[str, Letter] = {}

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    def put(self, letter: Letter) -> Letter | None:
        """Take a new one; return the one it overtook while that waited."""
        overtaken = self._waiting.pop(letter.topic, None)
        self._latest[letter.topic] = self._waiting[letter.topic] = letter
        return overtaken

    def put_back(self, letter: Letter) -> bool:
        """Take one that has to be sent again; False where a newer one was put since."""
        if self._latest.get(letter.topic) is not letter:
            return False
        self._waiting[letter.topic] = letter
        return True

    def take(self) -> Letter:
        """Return the one that waited longest, and keep it no more."""
        return self._waiting.pop(next(iter(self._waiting)))


class Recent:
    """Letters acknowledged within the last `seconds`, the oldest first, `most_bytes` of them at most."""

    def __init__(self, seconds: float, most_bytes: int) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes
        self._bytes = 0
        self._kept: deque[tuple[float, Letter]] = deque()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._kept)

    def add(self, letter: Letter, now: float) -> None:
        """Keep a letter acknowledged `now`, in seconds of a clock that only goes forward."""
        self._kept.append((now, letter))
        self._bytes += letter.size
        self._trim(now)

    def take(self, now: float) -> list[Letter]:
        """Return all and keep none."""
        self._trim(now)
        letters = [letter for _, letter in self._kept]
        self._kept.clear()
        self._bytes = 0
        return letters

    def _trim(self, now: float) -> None:
        while self._kept and (self._bytes > self._most_bytes or self._kept[0][0] < now - self._seconds):
            self._bytes -= self._kept.popleft()[1].size
