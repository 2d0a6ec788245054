"""What a seed does to the office's water: leaks with their sizes, busy nights, exchanged meters, faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from models.registry import Medium, Meter, SiteFile
from simulators.scenario import FaultKind, Faults, Leak, Rollover, Scenario, Swap
from simulators.use import Season, UseFile

HISTORY_DAYS = 70
"""Days before the first leak may begin: what a meter is learnt from."""

JUDGED_DAYS = 56
"""Days that are judged."""

SHARES = (0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.4)
"""Sizes of leaks, as shares of what the meter uses on a day."""

_LEAKS = 9
_LONGEST_DAYS = 20.0
_SHORTEST_DAYS = 3.0
_BUSY_NIGHTS = 8
_FIRST_DAYS = 200
_WORKDAYS = 248 / 365
_FAULTS = {
    FaultKind.ZERO: 0.0004,
    FaultKind.SPIKE: 0.0004,
    FaultKind.ABSURD: 0.0002,
    FaultKind.OUTAGE: 0.012,
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A scenario, the day its days count from, and what each meter uses on a day [m3].

    The scenario's leaks are those to find, and `busy`: hours of heavy use at night that are none.
    """

    scenario: Scenario
    anchor: datetime
    daily_use: Mapping[str, float]

    @property
    def leaks(self) -> list[Leak]:
        """What is to be found."""
        return [leak for leak in self.scenario.leaks if leak.cause == "leak"]

    def share(self, leak: Leak) -> float:
        """Return a leak's share of what its meter uses on a day."""
        return leak.m3_per_hour * 24 / self.daily_use[leak.meter]


def scene(seed: int, site: SiteFile, use: UseFile, zone: ZoneInfo) -> Scene:
    """Return what a seed chooses; the same seed gives the same."""
    randomness = np.random.default_rng(seed)
    first = date(2026, 1, 2) + timedelta(days=int(randomness.integers(0, _FIRST_DAYS)))
    water = [meter for meter in site.meters if meter.medium is Medium.WATER]
    uses = daily_use(site.meters, use)
    scenario = Scenario(
        name="detect",
        description="bench",
        seed=seed,
        sites=("office",),
        use="office",
        leaks=(*_leaks(randomness, water, uses), *_busy(randomness, water, uses)),
        swaps=_swaps(randomness, water),
        rollovers=(Rollover(meter="w3-b-f5", day=float(randomness.uniform(20, 110))),),
        faults=Faults(rates=_FAULTS),
    )
    return Scene(scenario, datetime.combine(first, time(), zone).astimezone(UTC), uses)


def daily_use(meters: Sequence[Meter], use: UseFile) -> dict[str, float]:
    """Return what each meter uses on a day of the mean week, those below it with it [m3]."""
    own = {
        each.meter: 24 * each.base_per_hour + each.workday * _WORKDAYS + each.restday * (1 - _WORKDAYS)
        for each in use.uses
        if each.season is Season.NONE
    }
    parents = {meter.code: meter.parent for meter in meters}
    total = dict.fromkeys(parents, 0.0)
    for code in parents:
        above: str | None = code
        while above is not None:
            total[above] += own.get(code, 0.0)
            above = parents[above]
    return total


def _leaks(randomness: np.random.Generator, meters: Sequence[Meter], uses: Mapping[str, float]) -> list[Leak]:
    places = [meter.code for meter in meters if uses[meter.code] > 0]
    chosen = randomness.choice(places, size=_LEAKS, replace=False)
    return [_leak(randomness, str(code), uses[str(code)]) for code in chosen]


def _leak(randomness: np.random.Generator, code: str, day_use: float) -> Leak:
    share = float(randomness.choice(SHARES))
    # the simulator counts whole litres
    per_hour = max(1, round(share * day_use * 1000 / 24)) / 1000
    lasts = float(randomness.uniform(_SHORTEST_DAYS, _LONGEST_DAYS))
    begins = HISTORY_DAYS + float(randomness.uniform(0, JUDGED_DAYS - _SHORTEST_DAYS - 1))
    return Leak(meter=code, from_day=begins, to_day=begins + lasts, m3_per_hour=per_hour)


def _busy(randomness: np.random.Generator, meters: Sequence[Meter], uses: Mapping[str, float]) -> list[Leak]:
    """Return nights on which somebody uses water for an hour or two: that is no leak."""
    found: list[Leak] = []
    for code in randomness.choice([meter.code for meter in meters], size=_BUSY_NIGHTS):
        begins = (
            int(randomness.integers(HISTORY_DAYS, HISTORY_DAYS + JUDGED_DAYS))
            + float(randomness.uniform(0, 4)) / 24
        )
        lasts = float(randomness.uniform(0.5, 2)) / 24
        flow = max(0.02, uses[str(code)] / 24 * float(randomness.uniform(1, 4)))
        found.append(
            Leak(meter=str(code), from_day=begins, to_day=begins + lasts, m3_per_hour=flow, cause="busy")
        )
    return found


def _swaps(randomness: np.random.Generator, meters: Sequence[Meter]) -> tuple[Swap, ...]:
    """Return two exchanged meters, one of which nobody recorded."""
    places = [meter.code for meter in meters if meter.code != "w3-b-f5"]
    first, second = (str(code) for code in randomness.choice(places, size=2, replace=False))
    days = randomness.uniform(HISTORY_DAYS - 30, HISTORY_DAYS + JUDGED_DAYS - 10, 2).tolist()
    return (
        Swap(meter=first, day=days[0], serial="BENCH1", start_register=0.213, recorded=True),
        Swap(meter=second, day=days[1], serial="BENCH2", start_register=7.125, recorded=False),
    )
