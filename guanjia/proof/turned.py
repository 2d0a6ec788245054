"""What the register of one physical meter turned, from its readings alone.

This shares no code with what computes the hours, and uses nothing of theirs but two lists that a person can
check: readings that were skipped, and instants at which a step was set aside. Whatever fell and is on neither
list must be a rollover. Steps that end at one instant, of a meter taken out and of one put in, are not told
apart.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from storage.proof import Books, ProvedInstallation

_CLOSE = 1.5
_SKIPPED_AT_MOST = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Turned:
    """What one physical meter turned between its first and its last believed register.

    `first`, `last` and `modulus` are registers; `carried_on` and `moved` are in the unit of the quantity:
    what stands in for skipped readings at either end, and all movement without its sign. `falls` counts
    steps down that nothing explains. Without any believed register `first` and `last` are 0, and their
    instants None.
    """

    serial: str
    valid_from: datetime
    valid_to: datetime | None
    multiplier: float
    modulus: float
    first: float
    first_at: datetime | None
    last: float
    last_at: datetime | None
    largest: float
    rollovers: int
    carried_on: float
    moved: float
    falls: int

    @property
    def difference(self) -> float:
        """(last - first + rollovers x modulus) x multiplier, in the unit of the quantity."""
        return (self.last - self.first + self.rollovers * self.modulus) * self.multiplier


def turned(one: ProvedInstallation, of: Books) -> Turned:
    """Return what the meter of an installation turned: of 9,999.5 and then 0.25 below 10,000, 0.75."""
    at, value, kept = _points(one, of)
    places = np.flatnonzero(kept)
    step = np.diff(value[places])
    uncounted = np.isin(at[places[1:]], of.aside_at)
    rollovers = np.where(uncounted, 0, _rollovers(one, step))
    modulus = one.modulus or 0.0
    counted = step + rollovers * modulus
    usable = np.where(uncounted, np.nan, counted)
    interval = of.interval.total_seconds() * 1e6
    carried_on = _beyond(at, places, usable, interval) + _beyond(
        -at[::-1], len(at) - 1 - places[::-1], usable[::-1], interval
    )
    believed = value[places] if len(places) else np.zeros(1)
    return Turned(
        one.serial,
        one.valid_from,
        one.valid_to,
        one.multiplier,
        modulus,
        float(believed[0]),
        _when(at, places[:1]),
        float(believed[-1]),
        _when(at, places[-1:]),
        float(np.abs(believed).max()),
        int(rollovers.sum()),
        carried_on * one.multiplier,
        (float(np.abs(counted).sum()) + abs(carried_on)) * one.multiplier,
        0 if one.two_way else int(np.count_nonzero(~uncounted & (counted < 0))),
    )


def instant(at: datetime) -> int:
    """Return microseconds since 1970."""
    return (at - _EPOCH) // (datetime.resolution)


def _when(at: _Ints, places: _Ints) -> datetime | None:
    return _EPOCH + datetime.resolution * int(at[places[0]]) if len(places) else None


def _points(one: ProvedInstallation, of: Books) -> tuple[_Ints, _Floats, NDArray[np.bool_]]:
    """Return instants, registers and whether they are believed: readings between the recorded registers."""
    first = np.searchsorted(of.at, instant(one.valid_from), side="left")
    after = len(of.at)
    if one.valid_to is not None:
        after = np.searchsorted(of.at, instant(one.valid_to), side="left")
    at, value = of.at[first:after], of.value[first:after]
    kept = ~np.isin(at, of.flagged_at)
    if one.start_register is not None:
        at, value, kept = _joined((instant(one.valid_from), one.start_register), at, value, kept, 0)
    if one.end_register is not None and one.valid_to is not None:
        at, value, kept = _joined((instant(one.valid_to), one.end_register), at, value, kept, len(at))
    return at, value, kept


def _joined(
    recorded: tuple[int, float], at: _Ints, value: _Floats, kept: NDArray[np.bool_], place: int
) -> tuple[_Ints, _Floats, NDArray[np.bool_]]:
    when, register = recorded
    return np.insert(at, place, when), np.insert(value, place, register), np.insert(kept, place, True)


def _rollovers(one: ProvedInstallation, step: _Floats) -> _Ints:
    """Return how often the modulus is to be added to each step: where it fell, or the shorter way round."""
    if one.modulus is None:
        return np.zeros(len(step), dtype=np.int64)
    if one.two_way:
        return np.where(np.abs(step) > one.modulus / 2, -np.sign(step), 0).astype(np.int64)
    return (step < 0).astype(np.int64)


def _beyond(at: _Ints, places: _Ints, usable: _Floats, interval: float) -> float:
    """Return what the readings skipped after the last believed one stand for: the rate before goes on.

    Only up to three readings, and only where they and the step before them are as close as expected.
    """
    if not len(usable) or np.isnan(usable[-1]):
        return 0.0
    skipped, between = len(at) - 1 - int(places[-1]), int(places[-1] - places[-2]) - 1
    reach, length = float(at[-1] - at[places[-1]]), float(at[places[-1]] - at[places[-2]])
    known = 0 < length <= _CLOSE * interval * (min(between, _SKIPPED_AT_MOST) + 1)
    near = 0 < skipped <= _SKIPPED_AT_MOST and reach <= _CLOSE * interval * skipped
    return float(usable[-1]) / length * reach if known and near else 0.0
