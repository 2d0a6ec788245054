"""Which fault strikes which report: decided by seed, device and day alone, whatever the period."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from simulators.chance import chance
from simulators.days import LocalDay, days_after, local_day
from simulators.scenario import FaultKind, Faults, ScenarioError
from simulators.site import SimulatedSite

CONTENT = (
    FaultKind.ZERO,
    FaultKind.SPIKE,
    FaultKind.ABSURD,
    FaultKind.CLOCK_AHEAD,
    FaultKind.CLOCK_UNSET,
    FaultKind.CLOCK_NAIVE,
    FaultKind.UNKNOWN_QUANTITY,
)
"""Faults of what a report says; at most one strikes a report, the first of this order."""

_EARLIEST_LATE_S, _LATEST_LATE_S = 60, 4 * 3600
_SHORTEST_OUTAGE_H, _LONGEST_OUTAGE_H = 2.0, 10.0
_LONGEST_OUTAGE_DAYS = 3
_PER_REPORT = tuple(kind for kind in FaultKind if kind is not FaultKind.OUTAGE)


@dataclass(frozen=True, slots=True)
class Strikes:
    """The faults of a device's day: for each kind the reports (by index) that it strikes.

    `delay_s` says how late a late report comes; `outages` are the silences (start, end) in epoch seconds
    that touch the day.
    """

    hits: Mapping[FaultKind, frozenset[int]]
    delay_s: Mapping[int, float]
    outages: tuple[tuple[int, int], ...]

    def content(self, index: int) -> FaultKind | None:
        """Return what is wrong with the content of a report, if anything is."""
        return next((kind for kind in CONTENT if index in self.hits.get(kind, ())), None)

    def struck(self, kind: FaultKind, index: int) -> bool:
        """Tell whether a fault of this kind strikes a report."""
        return index in self.hits.get(kind, ())

    def held_until(self, at: int) -> int | None:
        """Return the end of the outage that `at` lies in."""
        return max((end for start, end in self.outages if start <= at < end), default=None)


@dataclass(frozen=True, slots=True)
class _Placed:
    at: int
    hours: float


class StrikePlan:
    """A scenario's faults on a site."""

    def __init__(self, seed: int, faults: Faults, site: SimulatedSite, anchor: datetime) -> None:
        self._seed, self._rates, self._zone = seed, faults.rates, site.zone
        self._placed: dict[str, list[tuple[FaultKind, _Placed]]] = {}
        for fault in faults.placed:
            if fault.device not in site.devices:
                raise ScenarioError(
                    f"fault {fault.kind}: the scenario's site files have no device {fault.device}"
                )
            if fault.kind is FaultKind.OUTAGE and fault.hours > _LONGEST_OUTAGE_DAYS * 24:
                raise ScenarioError(f"outage of {fault.device}: at most {_LONGEST_OUTAGE_DAYS * 24} hours")
            at = int(days_after(anchor, fault.day, site.zone).timestamp())
            self._placed.setdefault(fault.device, []).append((fault.kind, _Placed(at, fault.hours)))

    def strikes(self, device: str, day: LocalDay, at: NDArray[np.int64]) -> Strikes:
        """Return the faults of a device's day, whose reports are measured at `at` (epoch seconds)."""
        hits = self._random_hits(device, day, len(at))
        delays: dict[int, float] = {}
        late = sorted(hits.get(FaultKind.LATE, ()))
        if late:
            drawn = chance(self._seed, "delay", device, day.on).uniform(
                _EARLIEST_LATE_S, _LATEST_LATE_S, len(late)
            )
            delays = dict(zip(late, drawn.tolist(), strict=True))
        for kind, placed in self._placed.get(device, ()):
            index = int(np.searchsorted(at, placed.at))
            if kind is FaultKind.OUTAGE or not day.start <= placed.at < day.end or index == len(at):
                continue
            for other in CONTENT if kind in CONTENT else ():
                hits.get(other, set[int]()).discard(index)
            hits.setdefault(kind, set()).add(index)
            if kind is FaultKind.LATE:
                delays[index] = placed.hours * 3600
        frozen = {kind: frozenset(indices) for kind, indices in hits.items()}
        return Strikes(frozen, delays, self.outages(device, day))

    def outages(self, device: str, day: LocalDay) -> tuple[tuple[int, int], ...]:
        """Return the outages of a device that touch a day."""
        begun = [
            (placed.at, placed.at + round(placed.hours * 3600))
            for kind, placed in self._placed.get(device, ())
            if kind is FaultKind.OUTAGE
        ]
        rate = self._rates.get(FaultKind.OUTAGE, 0.0)
        for on in (day.on - timedelta(days=1), day.on) if rate else ():
            begun.extend(self._random_outage(device, on, rate))
        return tuple((start, end) for start, end in begun if start < day.end and end > day.start)

    def _random_outage(self, device: str, on: date, rate: float) -> list[tuple[int, int]]:
        generator = chance(self._seed, "outage", device, on)
        strikes, part, length = generator.random(3)
        if strikes >= rate:
            return []
        start = local_day(on, self._zone).start + int(part * 86_400)
        hours = _SHORTEST_OUTAGE_H + length * (_LONGEST_OUTAGE_H - _SHORTEST_OUTAGE_H)
        return [(start, start + round(hours * 3600))]

    def _random_hits(self, device: str, day: LocalDay, reports: int) -> dict[FaultKind, set[int]]:
        rates = np.array([self._rates.get(kind, 0.0) for kind in _PER_REPORT])
        if not rates.any() or not reports:
            return {}
        drawn = chance(self._seed, "strikes", device, day.on).random((len(rates), reports))
        hits: dict[FaultKind, set[int]] = {}
        for row, column in zip(*np.nonzero(drawn < rates[:, None]), strict=True):
            hits.setdefault(_PER_REPORT[int(row)], set()).add(int(column))
        return hits
