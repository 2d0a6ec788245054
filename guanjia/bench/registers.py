"""Registers of a year as meters give them: loads of a day and a week, glitches, gaps, rollovers, swaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
"""A whole year of the calendar that is over: what is computed does not depend on today."""

MODULUS = 1_000_000.0
SMALL_MODULUS = 10_000.0
MAX_RATE_PER_HOUR = 200.0

_SWAPPED = 10
_SMALL = 5
_GLITCHES_A_YEAR = 6
_GAPS_A_YEAR = 8
_LONGEST_GAP = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Extent:
    """How many meters are read, for how many days, and how often."""

    meters: int
    days: int
    interval: timedelta

    @property
    def slots(self) -> int:
        """Readings of a meter that misses none."""
        return self.days * self.slots_a_day

    @property
    def slots_a_day(self) -> int:
        """Readings of a day."""
        return timedelta(days=1) // self.interval

    @property
    def slots_an_hour(self) -> int:
        """Readings of an hour."""
        return timedelta(hours=1) // self.interval

    @property
    def readings(self) -> int:
        """Readings of all meters, gaps included."""
        return self.meters * self.slots


@dataclass(frozen=True, slots=True)
class Installed:
    """A physical meter in place from `valid_from` on."""

    valid_from: datetime
    start_register: float
    modulus: float
    end_register: float | None = None


@dataclass(frozen=True, slots=True)
class Registers:
    """What all meters showed.

    `value` is (slots, meters) [kWh], NaN where nothing was read; `installed` has the physical meters of each.
    """

    extent: Extent
    value: NDArray[np.float64]
    installed: Sequence[Sequence[Installed]]

    def instants(self, first: int, after: int) -> NDArray[np.datetime64]:
        """Return when slots are read, (slots, meters): each meter at its own moment of the interval."""
        begin = np.datetime64(BEGIN.replace(tzinfo=None), "us")
        step = np.timedelta64(self.extent.interval)
        phase = (np.arange(self.extent.meters) % 240) * np.timedelta64(1, "s")
        return (begin + np.arange(first, after) * step)[:, None] + phase[None, :]

    def days(self) -> Iterator[tuple[int, int]]:
        """Return the slots of each day, first and after the last: the order in which readings arrive."""
        size = self.extent.slots_a_day
        yield from ((first, first + size) for first in range(0, self.extent.slots, size))


def made_up(extent: Extent, seed: int) -> Registers:
    """Return the registers of all meters; the same seed gives the same ones."""
    randomness = np.random.default_rng(seed)
    value = np.empty((extent.slots, extent.meters))
    installed: list[list[Installed]] = []
    for meter in range(extent.meters):
        counted = np.cumsum(_loads(extent, randomness)).round(2)
        shown, places = _shown(extent, meter, counted, randomness)
        _spoil(extent, shown, randomness)
        value[:, meter] = shown
        installed.append(places)
    return Registers(extent, value, installed)


def _loads(extent: Extent, randomness: np.random.Generator) -> NDArray[np.float64]:
    """Return what is used in each slot [kWh]: little at night and on Sundays, 5 to 30 kWh an hour by day."""
    hour = np.arange(extent.slots) / extent.slots_an_hour
    by_day = 0.15 + np.clip(np.sin((hour % 24 - 6) * np.pi / 14), 0, None)
    by_week = np.where(hour // 24 % 7 == 6, 0.4, 1.0)
    noise = randomness.gamma(4.0, 0.25, extent.slots)
    return by_day * by_week * noise * randomness.uniform(5, 30) / extent.slots_an_hour


def _shown(
    extent: Extent, meter: int, counted: NDArray[np.float64], randomness: np.random.Generator
) -> tuple[NDArray[np.float64], list[Installed]]:
    """Return what the register shows, and the meters in place: one in ten is changed in the period."""
    modulus = SMALL_MODULUS if meter % _SMALL == 0 else MODULUS
    start = round(randomness.uniform(0, modulus / 2), 2)
    first = Installed(BEGIN - timedelta(days=1), start, modulus)
    shown = start + counted
    if meter % _SWAPPED != 1:
        return shown % modulus, [first]
    swap = int(randomness.integers(extent.slots // 4, extent.slots // 2))
    end = float(shown[swap - 1] % modulus)
    shown[swap:] = counted[swap:] - counted[swap - 1]
    # between two readings, so that either end belongs to the step
    at = BEGIN + swap * extent.interval - timedelta(seconds=1)
    known = Installed(first.valid_from, start, modulus, round(end, 2))
    return shown % modulus, [known, Installed(at, 0.0, modulus)]


def _spoil(extent: Extent, shown: NDArray[np.float64], randomness: np.random.Generator) -> None:
    """Put glitches and gaps into a register, as many as its days make likely, and one gap at least."""
    share = extent.days / 365
    for place in randomness.integers(0, extent.slots, randomness.poisson(_GLITCHES_A_YEAR * share)):
        shown[place] = 0.0 if randomness.random() < 0.5 else shown[place] + 5_000.0
    longest = _LONGEST_GAP // extent.interval
    for place in randomness.integers(0, extent.slots, max(1, randomness.poisson(_GAPS_A_YEAR * share))):
        shown[place : place + int(randomness.integers(1, longest))] = np.nan
