"""The true use of every meter of a tree, added up: a parent counts its children and its own leaks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from models.registry import Meter
from simulators.days import QUARTER_S, LocalDay, days_after, local_day
from simulators.demand import Demand
from simulators.scenario import Leak, ScenarioError
from simulators.site import SimulatedSite
from simulators.use import Use

COUNTS_PER_UNIT: Mapping[str, int] = {"volume_m3": 1000, "energy_kwh": 100, "heat_gj": 1000}
"""Smallest steps of registers: a litre, 10 Wh, a megajoule. True use is whole steps: balances are exact."""

_Window = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class DayOfUse:
    """A day of all meters, in counts: `use` (meters, quarters) and what each had counted `before` the day."""

    day: LocalDay
    use: NDArray[np.int64]
    before: NDArray[np.int64]

    def counted(self) -> NDArray[np.int64]:
        """Return what each meter had counted when each quarter began, shape (meters, quarters)."""
        return self.before[:, None] + np.cumsum(self.use, axis=1) - self.use


class Ledger:
    """Goes through the days in order from the first installation; the last one may be asked for again."""

    def __init__(self, site: SimulatedSite, demand: Demand, leaks: Iterable[Leak], anchor: datetime) -> None:
        self.meters = site.meters
        self._zone = site.zone
        self._demand = demand
        self._index = {meter.code: i for i, meter in enumerate(self.meters)}
        self._parents = [self._index[m.parent] if m.parent else None for m in self.meters]
        self._uses = _uses_by_meter(self.meters, demand.file.uses)
        self._leaks = [
            (self._index[leak.meter], _leak_window(leak, self.meters, anchor, site))
            for leak in leaks
            if leak.meter in self._index
        ]
        first = min(inst.valid_from for meter in self.meters for inst in meter.installations)
        self._first = self._on = first.astimezone(site.zone).date()
        self._before = np.zeros(len(self.meters), dtype=np.int64)
        self._bases: dict[tuple[int, int], int] = {}
        self._today: DayOfUse | None = None

    def day(self, on: date) -> DayOfUse:
        """Return the true use of a day, having added up all days before it."""
        if self._first < on < self._on:
            raise ValueError(f"{on} lies before {self._on}, which is added up already")
        while self._on < on:
            self._close(self._opened(self._on))
        return self._opened(on)

    def base(self, meter: int, installation: int) -> int | None:
        """Return what a meter had counted when an installation of it began; None if that is yet to come."""
        return self._bases.get((meter, installation))

    def _opened(self, on: date) -> DayOfUse:
        if self._today is None or self._today.day.on != on:
            self._today = self._open(on)
        return self._today

    def _open(self, on: date) -> DayOfUse:
        day = local_day(on, self._zone)
        use = np.zeros((len(self.meters), day.quarters), dtype=np.int64)
        if on >= self._on:
            for i, meter in enumerate(self.meters):
                use[i] = self._own_use(meter, day)
            for i, window in self._leaks:
                use[i] += _leaked(window, day)
            for i in range(len(self.meters) - 1, -1, -1):
                parent = self._parents[i]
                if parent is not None:
                    use[parent] += use[i]
        today = DayOfUse(day, use, self._before)
        self._note_installations(today)
        return today

    def _close(self, today: DayOfUse) -> None:
        self._before = today.before + today.use.sum(axis=1)
        self._on += timedelta(days=1)

    def _own_use(self, meter: Meter, day: LocalDay) -> NDArray[np.int64]:
        use = self._uses.get(meter.code)
        if use is None:
            return np.zeros(day.quarters, dtype=np.int64)
        step = max((round(inst.multiplier) for inst in meter.installations), default=1)
        counts = np.cumsum(self._demand.of(use, day)) * (COUNTS_PER_UNIT[meter.quantity] / step)
        # the sum is rounded, not each quarter: a steady trickle must not lose half a litre every time
        return np.diff(np.rint(counts).astype(np.int64), prepend=0) * step

    def _note_installations(self, today: DayOfUse) -> None:
        for i, meter in enumerate(self.meters):
            for k, installation in enumerate(meter.installations):
                at = int(installation.valid_from.timestamp())
                if today.day.start <= at < today.day.end:
                    quarter = today.day.quarter_of(installation.valid_from)
                    self._bases[i, k] = int(today.before[i] + today.use[i, :quarter].sum())


def _uses_by_meter(meters: tuple[Meter, ...], uses: Iterable[Use]) -> dict[str, Use]:
    by_meter = {use.meter: use for use in uses}
    parents = {meter.parent for meter in meters}
    for meter in meters:
        if meter.quantity not in COUNTS_PER_UNIT:
            raise ScenarioError(f"meter {meter.code}: {meter.quantity} is not simulated yet")
        if meter.code not in by_meter and meter.code not in parents:
            raise ScenarioError(
                f"meter {meter.code}: nothing uses it: give it an entry in the scenario's use file"
            )
    return by_meter


def _leak_window(leak: Leak, meters: tuple[Meter, ...], anchor: datetime, site: SimulatedSite) -> _Window:
    quantity = next(meter.quantity for meter in meters if meter.code == leak.meter)
    if quantity != "volume_m3":
        raise ScenarioError(f"leak: {leak.meter} measures {quantity}; only volume_m3 leaks")
    start = int(days_after(anchor, leak.from_day, site.zone).timestamp())
    end = int(days_after(anchor, leak.to_day, site.zone).timestamp()) if leak.to_day is not None else 2**62
    return start, end, round(leak.m3_per_hour * COUNTS_PER_UNIT[quantity])


def _leaked(window: _Window, day: LocalDay) -> NDArray[np.int64]:
    start, end, per_hour = window
    edges = np.clip(np.arange(day.start, day.end + 1, QUARTER_S), start, end) - start
    return np.diff(edges * per_hour // 3600)
