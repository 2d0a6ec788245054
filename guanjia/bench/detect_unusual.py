"""Unusual uses planted into a copy of a scene's hours: busy days, and equipment left on over a weekend."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from analytics.registers import Bools, Floats
from guanjia.bench.detect_scene import HISTORY_DAYS, JUDGED_DAYS

PLANTED = 6
"""Unusual uses of a seed; every second one is of the other kind."""

BUSY_FACTORS = (1.5, 2.0, 2.5, 3.0)
"""How many times a day's use is used on busy days, at least the first and at most the last."""

LEFT_ON_SHARES = (0.5, 1.5)
"""What runs over a weekend in each hour, least and most, as shares of a workday's mean hour."""

_STREAM = 2
_WORKING_HOURS = slice(8, 18)
_LEFT_AT, _FOUND_AT = 18, 7
_LEAST_DAYS, _MOST_DAYS = 2, 5


class Kind(StrEnum):
    """What the unusual use is."""

    BUSY = "busy"
    """On 2 to 5 workdays in a row a multiple of the day's use, the rest of it in working hours."""
    LEFT_ON = "left_on"
    """From 18:00 before days off until 07:00 after them the same flow in every hour."""


@dataclass(frozen=True, slots=True)
class Unusual:
    """A planted use of a meter: on the days `first` to `last`, from local hour `from_hour` of the first on.

    `size` is a multiple of the day's use on busy days, and a share of a workday's mean hour where equipment
    was left on.
    """

    meter: int
    kind: Kind
    first: date
    last: date
    from_hour: int
    size: float


def planted(seed: int, worked: Bools, begin: date, places: Sequence[int]) -> tuple[Unusual, ...]:
    """Return what a seed plants, each at another meter; its random stream is no other's.

    Parameters
    ----------
    worked : (n,) bool
        Whether people work on the day.
    begin : date
        The first of the days.
    places : sequence of int
        Meters where it may be planted, `PLANTED` at least.
    """
    randomness = np.random.default_rng([seed, _STREAM])
    found: list[Unusual] = []
    for number, meter in enumerate(randomness.choice(places, size=PLANTED, replace=False).tolist()):
        if number % 2:
            stretches = _stretches(~worked)
            before, after = stretches[int(randomness.integers(len(stretches)))]
            size = float(randomness.uniform(*LEFT_ON_SHARES))
            found.append(_unusual(meter, Kind.LEFT_ON, begin, (before - 1, after), _LEFT_AT, size))
        else:
            lasts = int(randomness.integers(_LEAST_DAYS, _MOST_DAYS + 1))
            starts = [day for day in _judged(lasts) if worked[day : day + lasts].all()]
            start = starts[int(randomness.integers(len(starts)))]
            size = float(randomness.uniform(BUSY_FACTORS[0], BUSY_FACTORS[-1]))
            days = (start, start + lasts - 1)
            found.append(_unusual(meter, Kind.BUSY, begin, days, _WORKING_HOURS.start, size))
    return tuple(found)


def with_unusual(
    hours: Floats, worked: Bools, begin: date, uses: Sequence[Unusual], above: Mapping[int, int]
) -> Floats:
    """Return a copy of `hours` with `uses` in it, at their meters and at all above (`above`: row to row)."""
    copy = hours.copy()
    for use in uses:
        extra = extra_use(hours[use.meter], worked, begin, use)
        row: int | None = use.meter
        while row is not None:
            copy[row] += extra
            row = above.get(row)
    return copy


def extra_use(hours: Floats, worked: Bools, begin: date, use: Unusual) -> Floats:
    """Return what a use adds to the hours of its meter, (n, 24) both [m3]; never NaN."""
    extra = np.zeros(hours.shape)
    first, last = (use.first - begin).days, (use.last - begin).days
    usual = _workday(hours[:HISTORY_DAYS], worked[:HISTORY_DAYS])
    if use.kind is Kind.BUSY:
        shape = usual[_WORKING_HOURS] / usual[_WORKING_HOURS].sum()
        extra[first : last + 1, _WORKING_HOURS] = (use.size - 1) * usual.sum() * shape
    else:
        extra[first : last + 1] = use.size * usual.mean()
        extra[first, : use.from_hour] = 0.0
        extra[last, _FOUND_AT:] = 0.0
    return extra


def _workday(hours: Floats, worked: Bools) -> Floats:
    """Return what a workday uses in each hour, the mean of its measured ones [m3]."""
    return np.nan_to_num(np.nanmean(hours[worked], axis=0))


def _judged(lasts: int) -> Iterator[int]:
    """Yield the days on which something that lasts so many may begin; the morning after is still judged."""
    yield from range(HISTORY_DAYS, HISTORY_DAYS + JUDGED_DAYS - lasts)


def _stretches(off: Bools) -> list[tuple[int, int]]:
    """Return the first day and the day after each two days off in a row or more, all among judged days."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], off, [False])).astype(np.int8)))
    runs = [(int(first), int(after)) for first, after in zip(edges[::2], edges[1::2], strict=True)]
    last = HISTORY_DAYS + JUDGED_DAYS - 1
    return [
        (first, after)
        for first, after in runs
        if after - first >= 2 and first > HISTORY_DAYS and after < last
    ]


def _unusual(
    meter: int, kind: Kind, begin: date, days: tuple[int, int], from_hour: int, size: float
) -> Unusual:
    first, last = (begin + timedelta(days=day) for day in days)
    return Unusual(meter, kind, first, last, from_hour, size)
