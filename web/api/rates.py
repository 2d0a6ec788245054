"""How often somebody may ask: a bucket of tries that fills steadily."""

import threading
from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """`burst` tries at once, and `per_second` on and on."""

    burst: float
    per_second: float


class Buckets:
    """A bucket for each of the latest `most` who asked; the time [s] comes from a steady clock."""

    def __init__(self, rate: Rate, most: int = 10_000) -> None:
        self._rate = rate
        self._most = most
        self._lock = threading.Lock()
        self._levels: OrderedDict[object, tuple[float, float]] = OrderedDict()

    def wait(self, who: object, now: float) -> float:
        """Take a try; return 0, or after how many seconds there is one, in which case none is taken."""
        with self._lock:
            level, at = self._levels.pop(who, (self._rate.burst, now))
            level = min(self._rate.burst, level + max(now - at, 0.0) * self._rate.per_second)
            missing = max(1.0 - level, 0.0)
            self._levels[who] = (level if missing else level - 1.0, now)
            while len(self._levels) > self._most:
                self._levels.popitem(last=False)
        return missing / self._rate.per_second
