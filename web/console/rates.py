"""How fast a counter rises, from looks at it."""

from collections import deque

_WINDOW_SECONDS = 60.0


class Rate:
    """The looks at one counter within the last minute."""

    def __init__(self) -> None:
        self._looks: deque[tuple[float, float]] = deque()

    def per_minute(self, at: float, count: float | None) -> float | None:
        """Note that the counter stood at `count` at `at` (seconds); return its rise a minute, None at first.

        A counter that fell was reset: what was seen before is forgotten.
        """
        if count is None:
            return None
        if self._looks and count < self._looks[-1][1]:
            self._looks.clear()
        self._looks.append((at, count))
        # one look older than the window stays, so that the window is covered whole
        while len(self._looks) > 2 and self._looks[1][0] <= at - _WINDOW_SECONDS:
            self._looks.popleft()
        first_at, first = self._looks[0]
        return (count - first) / (at - first_at) * 60.0 if at > first_at else None
