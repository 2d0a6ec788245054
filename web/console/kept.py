"""What several people look at at once: worked out for one of them, and kept for a moment for the others."""

import asyncio
import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Kept = TypeVar("_Kept")
_MOST = 100


class Kept(Generic[_Kept]):
    """Answers by key, each no older than `seconds` when somebody asks; errors are kept for nobody."""

    def __init__(self, seconds: float, steady: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._steady = steady
        self._answers: dict[Hashable, tuple[float, asyncio.Task[_Kept]]] = {}

    async def get(self, key: Hashable, ask: Callable[[], _Kept]) -> _Kept:
        """Return the answer for a key, asked in a thread unless it is there; raise what `ask` raises."""
        asked_at, answer = self._answers.pop(key, (0.0, None))
        if answer is None or self._is_over(asked_at, answer):
            asked_at, answer = self._steady(), asyncio.create_task(asyncio.to_thread(ask))
        self._answers[key] = asked_at, answer
        while len(self._answers) > _MOST:
            del self._answers[next(iter(self._answers))]
        # who leaves meanwhile takes it from nobody else
        return await asyncio.shield(answer)

    def _is_over(self, asked_at: float, answer: asyncio.Task[_Kept]) -> bool:
        if not answer.done():
            return False
        failed = answer.cancelled() or answer.exception() is not None
        return failed or self._steady() - asked_at >= self._seconds
