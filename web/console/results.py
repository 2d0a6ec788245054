"""Rows of panels, asked of the database once for all who look, and kept for as long as a panel allows."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from nicegui import run

from dashboards.panel import Format, Panel, Row
from dashboards.view import WHOLE, View
from models.registry import Language
from web.console.rates import Rate
from web.console.session import Source


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wall` says which day it is, `steady` (seconds) how much time passed."""

    wall: Callable[[], datetime]
    steady: Callable[[], float]


_Key = tuple[str, Language, str, View]
_MOST_ANSWERS = 1000
"""Views are as many as people choose: of what nobody looked at for longest nothing is kept."""


@dataclass(slots=True)
class _Answer:
    asked_at: float
    rows: asyncio.Task[list[Row]]


class Results:
    """Answers by panel, language, role and view: viewers of one role see the same."""

    def __init__(self, source: Source, clocks: Clocks) -> None:
        self._source = source
        self._clocks = clocks
        self._answers: dict[_Key, _Answer] = {}
        self._rates: dict[str, Rate] = {}

    async def rows(self, panel: Panel, language: Language, role: str, view: View = WHOLE) -> list[Row]:
        """Return a panel's rows as a role sees them, no older than it allows; raise as the source does."""
        return await asyncio.shield(self._answer(panel, language, role, view).rows)

    def known(self, panel: Panel, language: Language, role: str, view: View = WHOLE) -> list[Row] | None:
        """Return rows that are there already, no older than the panel allows; None: they are asked for."""
        rows = self._answer(panel, language, role, view).rows
        return rows.result() if rows.done() and not rows.cancelled() and rows.exception() is None else None

    def _answer(self, panel: Panel, language: Language, role: str, view: View) -> _Answer:
        key = (panel.name, language, role, view)
        answer = self._answers.pop(key, None)
        if answer is None or self._is_stale(answer, panel):
            asking = asyncio.create_task(self._ask(panel, language, role, view))
            asking.add_done_callback(_looked_at)
            answer = _Answer(self._clocks.steady(), asking)
        self._answers[key] = answer
        while len(self._answers) > _MOST_ANSWERS:
            del self._answers[next(iter(self._answers))]
        return answer

    def _is_stale(self, answer: _Answer, panel: Panel) -> bool:
        # timers of several viewers never fire at one instant: half a period keeps each from missing its turn
        return answer.rows.done() and self._clocks.steady() - answer.asked_at >= panel.every_seconds / 2

    async def _ask(self, panel: Panel, language: Language, role: str, view: View) -> list[Row]:
        parameters = view.parameters(panel, self._clocks.wall(), language.value)
        rows = await run.io_bound(self._source.rows, panel.query, parameters, role)
        return self._with_rates(panel, rows or [], f"{role}.{view}")

    def _with_rates(self, panel: Panel, rows: list[Row], seen: str) -> list[Row]:
        counters = [column.name for column in panel.columns if column.format is Format.PER_MINUTE]
        if not counters or not rows:
            return rows
        at = self._clocks.steady()
        rates = {
            name: self._rates.setdefault(f"{seen}.{panel.name}.{name}", Rate()).per_minute(at, rows[0][name])
            for name in counters
        }
        return [rows[0] | rates, *rows[1:]]


@dataclass(frozen=True, slots=True)
class SeenResults:
    """Results as one role sees them, of what somebody chose."""

    results: Results
    role: str
    view: View = WHOLE

    async def rows(self, panel: Panel, language: Language) -> list[Row]:
        """Return a panel's rows, no older than it allows; raise what the source raises."""
        return await self.results.rows(panel, language, self.role, self.view)

    def known(self, panel: Panel, language: Language) -> list[Row] | None:
        """Return rows that are there already, no older than the panel allows; None: they are asked for."""
        return self.results.known(panel, language, self.role, self.view)


def _looked_at(asked: asyncio.Task[list[Row]]) -> None:
    """Take notice of what went wrong: who asked may be gone before anybody waits for the answer."""
    if not asked.cancelled():
        asked.exception()
