"""Registers of many meters as arrays, laid out as one series of points for each installation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from models.registers import InstalledMeter

Instants = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

HOUR_US = 3_600_000_000
"""Microseconds in an hour."""

_END_OF_TIME = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Readings:
    """Registers as they were read.

    Attributes
    ----------
    meter : (n,) int64
        Any number that stands for the meter, ascending.
    at : (n,) datetime64[us]
        Instants in UTC, strictly ascending within a meter (`in_order` sees to both).
    value : (n,) float64
        The register [its own unit], without NaN.
    """

    meter: Ints
    at: Instants
    value: Floats


@dataclass(frozen=True, slots=True)
class Installations:
    """Physical meters in place, one a row, by meter and `valid_from`; those of a meter do not overlap.

    Attributes
    ----------
    meter : (m,) int64
        As in `Readings`.
    valid_from, valid_to : (m,) datetime64[us]
        In place from the first instant and before the second (UTC); NaT: still in place.
    start_register, end_register : (m,) float64
        Recorded when it was put in and taken out [the register's unit]; NaN: not recorded.
    modulus : (m,) float64
        The register shows values below it and wraps there; NaN: unknown.
    multiplier : (m,) float64
        Units of the quantity for one of the register.
    max_rate_per_hour : (m,) float64
        The most the register counts in an hour; NaN: unknown.
    interval : (m,) timedelta64[us]
        How far apart readings are expected.
    two_way : (m,) bool
        Whether the register may run backwards.
    """

    meter: Ints
    valid_from: Instants
    valid_to: Instants
    start_register: Floats
    end_register: Floats
    modulus: Floats
    multiplier: Floats
    max_rate_per_hour: Floats
    interval: NDArray[np.timedelta64]
    two_way: Bools


@dataclass(frozen=True, slots=True)
class Points:
    """Known registers, one contiguous series for each installation: its readings between its recorded ends.

    Attributes
    ----------
    series : (n,) int64
        Row of the installation, ascending.
    at : (n,) int64
        Microseconds since 1970 UTC, ascending within a series.
    value : (n,) float64
        The register [its own unit].
    fixed : (n,) bool
        Recorded by a person with the installation, and so never taken for a glitch.
    """

    series: Ints
    at: Ints
    value: Floats
    fixed: Bools


def in_order(meter: Ints, at: Instants, value: Floats) -> Readings:
    """Return readings by meter and instant, whatever order they came in; of equal keys the first stays.

    Raises
    ------
    ValueError
        Where an instant is NaT or a value is no number: such a reading has to be refused before.
    """
    if bool(np.isnat(at).any()) or not bool(np.isfinite(value).all()):
        raise ValueError("readings need an instant and a finite value each; refuse the others before")
    order = np.lexsort((at, meter))
    meter, at, value = meter[order], at[order].astype("datetime64[us]"), value[order]
    first = np.ones(len(at), dtype=np.bool_)
    first[1:] = (meter[1:] != meter[:-1]) | (at[1:] != at[:-1])
    return Readings(meter[first], at[first], value[first])


def installations(rows: Sequence[tuple[int, timedelta, InstalledMeter]]) -> Installations:
    """Turn installations into arrays; each comes with its meter's number here and its expected interval.

    Rows are ordered by that number and by beginning.
    """
    installed = [row for _, _, row in rows]
    return Installations(
        np.array([number for number, _, _ in rows], dtype=np.int64),
        _instants([row.valid_from for row in installed]),
        _instants([row.valid_to for row in installed]),
        _floats([row.start_register for row in installed]),
        _floats([row.end_register for row in installed]),
        _floats([row.modulus for row in installed]),
        _floats([row.multiplier for row in installed]),
        _floats([row.max_rate_per_hour for row in installed]),
        np.array([interval for _, interval, _ in rows], dtype="timedelta64[us]"),
        np.array([row.two_way for row in installed], dtype=np.bool_),
    )


def points(readings: Readings, installations: Installations) -> Points:
    """Lay readings out by installation, between its recorded registers.

    Readings outside every installation are left out; one at the very instant of a swap is of the new meter.
    """
    begin, end = _spans(readings, installations)
    valid_from, valid_to = micros(installations.valid_from), _ends(installations)
    starts = ~np.isnan(installations.start_register)
    stops = ~np.isnan(installations.end_register) & (valid_to != _END_OF_TIME)
    lengths = end - begin + starts + stops
    series = np.repeat(np.arange(len(lengths)), lengths)
    place = np.arange(len(series)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    is_start = starts[series] & (place == 0)
    is_stop = stops[series] & (place == lengths[series] - 1)
    read = ~(is_start | is_stop)
    source = (begin[series] + place - starts[series])[read]
    at = np.where(is_start, valid_from[series], valid_to[series])
    value = np.where(is_start, installations.start_register[series], installations.end_register[series])
    at[read] = micros(readings.at)[source]
    value[read] = readings.value[source]
    return Points(series, at, value, ~read)


def micros(at: Instants) -> Ints:
    """Return instants as microseconds since 1970."""
    return at.astype("datetime64[us]").view(np.int64)


def _instants(at: Sequence[datetime | None]) -> Instants:
    naive = [None if one is None else one.astimezone(UTC).replace(tzinfo=None) for one in at]
    return np.array(naive, dtype="datetime64[us]")


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _ends(installations: Installations) -> Ints:
    return np.where(np.isnat(installations.valid_to), _END_OF_TIME, micros(installations.valid_to))


def _spans(readings: Readings, installations: Installations) -> tuple[Ints, Ints]:
    """Return, for each installation, the readings [begin, end) taken while it was in place."""
    at = micros(readings.at)
    left = np.searchsorted(readings.meter, installations.meter, side="left")
    right = np.searchsorted(readings.meter, installations.meter, side="right")
    begin, end = np.empty_like(left), np.empty_like(left)
    borders = zip(left, right, micros(installations.valid_from), _ends(installations), strict=True)
    for row, (first, last, valid_from, valid_to) in enumerate(borders):
        within = at[first:last]
        begin[row] = first + np.searchsorted(within, valid_from, side="left")
        end[row] = first + np.searchsorted(within, valid_to, side="left")
    return begin, end
