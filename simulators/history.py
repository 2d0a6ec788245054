"""What was acknowledged lately: the part of a broker's promise that dies with the broker."""

from collections import defaultdict, deque
from dataclasses import dataclass

from simulators.outbox import Parcel


@dataclass(slots=True)
class _Kept:
    at: float
    device: str
    parcel: Parcel
    taken: bool = False


class History:
    """The parcels of the last `seconds`, within `max_bytes`; the oldest leave first, whosever they are."""

    def __init__(self, seconds: float, max_bytes: int) -> None:
        self._seconds = seconds
        self._max_bytes = max_bytes
        self._bytes = 0
        self._oldest_first: deque[_Kept] = deque()
        self._of_device: defaultdict[str, deque[_Kept]] = defaultdict(deque)

    def add(self, device: str, parcel: Parcel, now: float) -> None:
        """Keep a parcel that was acknowledged just now."""
        kept = _Kept(now, device, parcel)
        self._oldest_first.append(kept)
        self._of_device[device].append(kept)
        self._bytes += parcel.size
        self._trim(now)

    def take(self, device: str, now: float) -> list[Parcel]:
        """Hand over what is kept of `device`, oldest first: it is about to be sent again."""
        self._trim(now)
        parcels: list[Parcel] = []
        for kept in self._of_device.pop(device, ()):
            kept.taken = True
            self._bytes -= kept.parcel.size
            parcels.append(kept.parcel)
        return parcels

    def _trim(self, now: float) -> None:
        while self._oldest_first and self._is_past(self._oldest_first[0], now):
            kept = self._oldest_first.popleft()
            if not kept.taken:
                self._of_device[kept.device].popleft()
                self._bytes -= kept.parcel.size

    def _is_past(self, kept: _Kept, now: float) -> bool:
        return kept.taken or now - kept.at > self._seconds or self._bytes > self._max_bytes
