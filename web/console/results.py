"""Rows of panels, asked of the database once for all who look, and kept for as long as a panel allows."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from nicegui import run

from dashboards.panel import Format, Panel, Row
from models.registry import Language
from web.console.rates import Rate


class Source(Protocol):
    """Whoever answers the queries of panels: storage.reader.Reader."""

    def rows(self, name: str, parameters: dict[str, object]) -> list[Row]:
        """Return the rows of a query of storage/queries/."""
        ...


@dataclass(frozen=True, slots=True)
class Clocks:
    """`wall` says which day it is, `steady` (seconds) how much time passed."""

    wall: Callable[[], datetime]
    steady: Callable[[], float]


@dataclass(slots=True)
class _Answer:
    asked_at: float
    rows: asyncio.Task[list[Row]]


class Results:
    """Answers by panel and language; every viewer has the same rights, or the key would name them too."""

    def __init__(self, source: Source, clocks: Clocks) -> None:
        self._source = source
        self._clocks = clocks
        self._answers: dict[tuple[str, Language], _Answer] = {}
        self._rates: dict[str, Rate] = {}

    async def rows(self, panel: Panel, language: Language) -> list[Row]:
        """Return a panel's rows, no older than it allows; raise what the source raises."""
        key = (panel.name, language)
        answer = self._answers.get(key)
        if answer is None or self._is_stale(answer, panel):
            answer = _Answer(self._clocks.steady(), asyncio.create_task(self._ask(panel, language)))
            self._answers[key] = answer
        return await asyncio.shield(answer.rows)

    def _is_stale(self, answer: _Answer, panel: Panel) -> bool:
        # timers of several viewers never fire at one instant: half a period keeps each from missing its turn
        return answer.rows.done() and self._clocks.steady() - answer.asked_at >= panel.every_seconds / 2

    async def _ask(self, panel: Panel, language: Language) -> list[Row]:
        parameters = panel.parameters(self._clocks.wall(), language.value)
        rows = await run.io_bound(self._source.rows, panel.query, parameters)
        return self._with_rates(panel, rows or [])

    def _with_rates(self, panel: Panel, rows: list[Row]) -> list[Row]:
        counters = [column.name for column in panel.columns if column.format is Format.PER_MINUTE]
        if not counters or not rows:
            return rows
        at = self._clocks.steady()
        rates = {
            name: self._rates.setdefault(f"{panel.name}.{name}", Rate()).per_minute(at, rows[0][name])
            for name in counters
        }
        return [rows[0] | rates, *rows[1:]]
