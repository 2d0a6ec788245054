"""The threads in which the API waits for the database: few, and none that the console needs."""

from collections.abc import Callable
from http import HTTPStatus
from typing import ParamSpec, TypeVar

import anyio
import anyio.to_thread

from web.api.problems import ProblemError

_P = ParamSpec("_P")
_T = TypeVar("_T")

_AT_ONCE = 8
_WAITING = 100


class Threads:
    """Runs what blocks; who would have to wait behind `_WAITING` others is told to come again (503)."""

    def __init__(self) -> None:
        self._limiter: anyio.CapacityLimiter | None = None

    async def run(self, work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
        """Run `work` in a thread; raise what it raises, or ProblemError (503) where too many wait."""
        # it belongs to the loop that serves, which is not there yet when the application is made
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(_AT_ONCE)
        if self._limiter.statistics().tasks_waiting >= _WAITING:
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "too many ask at once: try again",
                headers={"retry-after": "2"},
            )
        return await anyio.to_thread.run_sync(lambda: work(*arguments, **named), limiter=self._limiter)
