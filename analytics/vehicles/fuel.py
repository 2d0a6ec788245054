"""Fuel that is missing: levels that fall at standstill, and fillings that cannot be what the receipt says."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from statistics import median

IDLING_L_PER_H = 1.5
"""What an engine burns that runs at standstill, at most."""
SMALLEST_RISE_L = 2.0
"""What a level rises by without being filled: fuel moves."""
FEWEST_LEVELS = 4
"""A day with fewer levels says nothing of a filling."""


class FuelDoubt(StrEnum):
    """What is doubtful."""

    FELL = "fell"
    """The level fell at standstill by more than the engine can have burnt."""
    UNSEEN = "unseen"
    """Fillings of a day of which the level shows too little."""
    OVER_TANK = "over_tank"
    """A filling larger than the tank."""
    APART = "apart"
    """Two fillings of a day whose odometers are further apart than the vehicle drove."""


@dataclass(frozen=True, slots=True, order=True)
class Level:
    """What the tank held at an instant [L]."""

    at: datetime
    litres: float


@dataclass(frozen=True, slots=True)
class Stand:
    """A stay of the vehicle, and how long its engine is known to have run [s]."""

    start: datetime
    end: datetime
    idling_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Filling:
    """A receipt for fuel [L] with the odometer [km] where it was written down."""

    cost_id: int
    day: date
    litres: float
    odometer_km: float | None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """One finding.

    `litres` is how far the level fell, what was filled without a trace, what the receipt is above the tank,
    or None; `km` how far apart two odometers are beyond what was driven. `at` is known of falls only.
    """

    doubt: FuelDoubt
    day: date | None
    at: datetime | None = None
    litres: float | None = None
    km: float | None = None
    receipts: tuple[int, ...] = ()


def fallen(levels: Sequence[Level], stands: Sequence[Stand], drop_litres: float) -> list[Doubtful]:
    """Return for each stay the largest fall of the level within it that idling does not explain.

    A level counts only where the one beside it confirms it: a single wrong reading is no fall. So a fall is
    seen where two levels of the stay lie before it and two behind it. `levels` in any order.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> start = datetime(2026, 3, 2, 20, tzinfo=UTC)
    >>> said = [60, 60, 60, 35, 35, 35]
    >>> levels = [Level(start + number * timedelta(minutes=15), litres) for number, litres in enumerate(said)]
    >>> [fall.litres for fall in fallen(levels, [Stand(levels[0].at, levels[-1].at)], 8)]
    [25]
    """
    ordered = sorted(levels)
    found: list[Doubtful] = []
    for stand in stands:
        begin = bisect_left(ordered, stand.start, key=_instant)
        fall = _largest_fall(ordered[begin : bisect_right(ordered, stand.end, key=_instant)])
        allowed = drop_litres + IDLING_L_PER_H * stand.idling_s / 3600
        if fall is not None and fall[0] > allowed:
            found.append(Doubtful(FuelDoubt.FELL, None, at=fall[1], litres=fall[0]))
    return found


def raised(levels: Sequence[Level]) -> float:
    """Return by how much a level rose in all [L], small movements of the fuel and single readings aside."""
    ordered = [level.litres for level in sorted(levels)]
    calm = [median(ordered[max(place - 1, 0) : place + 2]) for place in range(len(ordered))]
    return sum(after - before for before, after in pairwise(calm) if after - before >= SMALLEST_RISE_L)


def unseen(
    fillings: Sequence[Filling], levels: Mapping[date, Sequence[Level]], seen_share: float
) -> list[Doubtful]:
    """Return the days of whose fillings the level shows less than a share.

    `levels` are those of a day and of an hour around it; a day with fewer than four is not judged.
    """
    found: list[Doubtful] = []
    for day, filled in _by_day(fillings).items():
        known = levels.get(day, ())
        litres = sum(filling.litres for filling in filled)
        if len(known) < FEWEST_LEVELS:
            continue
        rise = raised(known)
        if rise < seen_share * litres:
            receipts = tuple(filling.cost_id for filling in filled)
            found.append(Doubtful(FuelDoubt.UNSEEN, day, litres=litres - rise, receipts=receipts))
    return found


def over_tank(fillings: Sequence[Filling], tank_litres: float | None) -> list[Doubtful]:
    """Return the fillings that are larger than the tank; none where nobody knows the tank."""
    if tank_litres is None:
        return []
    return [
        Doubtful(
            FuelDoubt.OVER_TANK,
            filling.day,
            litres=filling.litres - tank_litres,
            receipts=(filling.cost_id,),
        )
        for filling in fillings
        if filling.litres > tank_litres
    ]


def apart(
    fillings: Sequence[Filling], driven_km: Mapping[date, float], tolerance_km: float
) -> list[Doubtful]:
    """Return the days on which odometers at fillings are further apart than the vehicle drove that day.

    `driven_km` is by day, as a tracker saw it; days that it does not know are not judged.
    """
    found: list[Doubtful] = []
    for day, filled in _by_day(fillings).items():
        read = [(each.odometer_km, each.cost_id) for each in filled if each.odometer_km is not None]
        if len(read) < 2 or day not in driven_km:
            continue
        (low, _), (high, _) = min(read), max(read)
        beyond = high - low - driven_km[day]
        if beyond > tolerance_km:
            receipts = tuple(number for _, number in sorted(read))
            found.append(Doubtful(FuelDoubt.APART, day, km=beyond, receipts=receipts))
    return found


def _instant(level: Level) -> datetime:
    return level.at


def _largest_fall(levels: Sequence[Level]) -> tuple[float, datetime] | None:
    best: tuple[float, datetime] | None = None
    high: float | None = None
    pairs = list(pairwise(levels))
    for place, (first, second) in enumerate(pairs):
        if place >= 2:
            # a high pair that shares no level with this one
            earlier = min(pairs[place - 2][0].litres, pairs[place - 2][1].litres)
            high = earlier if high is None else max(high, earlier)
        if high is not None:
            fall = high - max(first.litres, second.litres)
            if best is None or fall > best[0]:
                best = (fall, first.at)
    return best


def _by_day(fillings: Sequence[Filling]) -> Mapping[date, list[Filling]]:
    days: dict[date, list[Filling]] = {}
    for filling in sorted(fillings, key=lambda each: (each.day, each.cost_id)):
        days.setdefault(filling.day, []).append(filling)
    return days
