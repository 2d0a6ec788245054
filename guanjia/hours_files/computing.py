"""Admitted readings turned into hours, some meters at a time so that memory stays small."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from analytics.accounts import Account, merged, renumbered
from analytics.hours import hourly_consumption
from analytics.registers import Readings, installations, micros
from guanjia.hours_files.admission import Admitted
from guanjia.hours_files.installations_file import InstallationsFile, Placed

_AT_ONCE = 500_000
_LEAST, _MOST = timedelta(minutes=15), timedelta(hours=1)
_FEWEST = 3


def account_of(admitted: Admitted, installed: InstallationsFile) -> Account:
    """Return what all meters come to; `meter` is the place in `admitted.meters`."""
    accounts = [
        renumbered(_account(admitted.readings, meters, admitted.meters, installed), meters)
        for meters in _parts(admitted)
    ]
    return merged(accounts)


def usual_interval(at: NDArray[np.int64]) -> timedelta:
    """Return how far apart readings (microseconds) are expected where nobody says it.

    As far as the middle one of the distances between them, but no less than a quarter of an hour and no more
    than an hour: readings further apart than an hour do not say which hour an amount belongs to.

    Example: one reading a day is expected every hour, so that all hours are estimated.
    """
    if len(at) <= _FEWEST:
        return _LEAST
    usual = timedelta(microseconds=int(np.median(np.diff(at))))
    return min(max(usual, _LEAST), _MOST)


def _parts(admitted: Admitted) -> Iterator[NDArray[np.int64]]:
    """Cut the meters into parts of no more readings than are computed at once, or of a single meter."""
    counts = np.bincount(admitted.readings.meter, minlength=len(admitted.meters))
    part = np.cumsum(counts) // _AT_ONCE
    yield from np.split(np.arange(len(counts)), np.flatnonzero(np.diff(part)) + 1)


def _account(
    readings: Readings, meters: NDArray[np.int64], codes: Sequence[str], installed: InstallationsFile
) -> Account:
    if not len(meters):
        return hourly_consumption(readings, installations([]))
    begin = int(np.searchsorted(readings.meter, meters[0], side="left"))
    end = int(np.searchsorted(readings.meter, meters[-1], side="right"))
    part = Readings(readings.meter[begin:end] - meters[0], readings.at[begin:end], readings.value[begin:end])
    rows = [
        (number, _interval(one, part, number), one.installed)
        for number, meter in enumerate(int(each) for each in meters)
        for one in installed.placed.get(codes[meter], ())
    ]
    return hourly_consumption(part, installations(rows))


def _interval(placed: Placed, readings: Readings, number: int) -> timedelta:
    if placed.interval is not None:
        return placed.interval
    begin, end = np.searchsorted(readings.meter, [number, number + 1])
    return usual_interval(micros(readings.at[begin:end]))
