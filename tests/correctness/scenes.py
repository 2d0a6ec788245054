"""A meter whose true use is known: what its register shows, and the rows and files that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

import numpy as np
from numpy.random import Generator

Rows = list[tuple[float, float]]
"""Minutes after the beginning, and what the register shows."""


Installation: TypeAlias = Mapping[str, Any]
"""Cells of a row of the installations file; those left out are empty."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and how a case takes place; `load` is what is used in each hour, the last one goes on."""

    begin: datetime
    load: tuple[float, ...]
    register: float
    place: int
    """A reading, counted from the first, at which something may happen: from the 12th to the 35th of 48."""

    def use(self, minutes: float) -> float:
        """Return what was used since the beginning."""
        hours = np.arange(len(self.load) + 1)
        edges = np.concatenate([[0.0], np.cumsum(self.load)])
        beyond = max(minutes / 60 - len(self.load), 0.0)
        return float(np.interp(minutes / 60, hours, edges)) + beyond * self.load[-1]

    def rows(self, end: float = 720, every: float = 15, begin: float = 0) -> Rows:
        """Return what the register shows."""
        return [(float(m), self.register + self.use(m)) for m in np.arange(begin, end + every / 2, every)]

    def at(self, minutes: float) -> datetime:
        """Return the instant of a reading."""
        return self.begin + timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class Case:
    """Rows in order of arrival, and what they must come to.

    Hours are numbered from the scene's beginning. `hours` is the amount of each; those of `loose` need only
    add up, and those of `estimated` have to be estimated in part and no others may be.
    """

    name: str
    scene: Scene
    rows: Rows
    hours: dict[int, float]
    installations: Sequence[Installation] = ({},)
    loose: frozenset[int] = frozenset()
    estimated: frozenset[int] = frozenset()
    may_be_estimated: frozenset[int] = frozenset()
    flagged: tuple[float, ...] = ()
    aside: tuple[tuple[float, float, str], ...] = ()
    refused: dict[str, int] = field(default_factory=dict)
    raw: tuple[tuple[str, str], ...] = ()
    """Further rows as they are written, after the others."""
    interpolation_error: float = 0.0
    days: tuple[str, tuple[float, ...]] | None = None
    """A zone, and what each of its days comes to."""


def shown_scene() -> Scene:
    """Return the scene in which the table was measured: 1.00 in every hour, from midnight."""
    return Scene(datetime(2026, 11, 1, tzinfo=UTC), (1.0,) * 12, 1000.0, 25)


def scene(rng: Generator) -> Scene:
    """Return another load, instant, register and place of trouble."""
    begin = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=int(rng.integers(0, 6 * 8760)))
    size = float(rng.uniform(0.1, 4.0))
    load = size * rng.uniform(0.3, 1.0, 12)
    # a register shows thousandths, so a quarter of an hour has to be whole thousandths
    steps = np.maximum(np.round(load / 4, 3), 0.001) * 4
    register = float(np.round(rng.uniform(700, 60_000), 3))
    return Scene(begin, tuple(float(one) for one in steps), register, int(rng.integers(12, 36)))


def instant(at: datetime) -> str:
    """Return an instant as files have it."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
