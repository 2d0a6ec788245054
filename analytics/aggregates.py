"""Days and months of a site's own calendar, from hours."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.groups import starts_of_runs, sums
from analytics.registers import HOUR_US, Bools, Floats, Instants, Ints, micros
from models.amounts import Amounts
from models.day_span import DaySpan


@dataclass(frozen=True, slots=True)
class Touched:
    """The whole local days and months that some hours lie in, without their ends; days also as instants."""

    days: tuple[date, date]
    months: tuple[date, date]
    start: datetime
    end: datetime


_HOUR = np.timedelta64(1, "h")
_DAY = np.timedelta64(1, "D")

NIGHT_HOURS = 6
"""Places for the hours of a night: four, and two more where clocks go back by two hours."""

_NIGHT_BEGINS, _NIGHT_ENDS = 1, 5
_NIGHT_COVERAGE = 0.9
_FROM_MIDNIGHT = 9
"""Hours from midnight on in which a night ends, should the two before it and two of its own come twice."""


def local_days(hours: Instants, zone: ZoneInfo) -> NDArray[np.datetime64]:
    """Return the day of a zone in which each hour begins, as datetime64[D].

    In a zone that is half an hour off UTC, the hour that midnight cuts belongs to the day it begins in.
    """
    return _local(hours, zone).astype("datetime64[D]")


def midnights(days: NDArray[np.datetime64], zone: ZoneInfo) -> Instants:
    """Return when each local day begins (UTC): at its first instant, should midnight come twice or never."""
    index = pd.DatetimeIndex(days.astype("datetime64[us]"))
    first = np.ones(len(index), dtype=np.bool_)
    local = index.tz_localize(zone, ambiguous=first, nonexistent="shift_forward")
    return local.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[us]")


def edges(days: DaySpan, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return when the first of some local days begins, and the first day after them (UTC)."""
    at = midnights(np.array([days.start, days.end], "datetime64[D]"), zone)
    start, end = at.tolist()
    return start.replace(tzinfo=UTC), end.replace(tzinfo=UTC)


def touched(hours: Instants, zone: ZoneInfo) -> Touched:
    """Return the days and months from the first to the last of some hours."""
    days = local_days(hours, zone)
    span = np.array([days.min(), days.max() + _DAY])
    months = span.astype("datetime64[M]")
    months[1] = days.max().astype("datetime64[M]") + 1
    first_month, after_month = months.astype("datetime64[D]").tolist()
    first_day, after_day = span.tolist()
    start, end = edges(DaySpan(first_day, after_day), zone)
    return Touched((first_day, after_day), (first_month, after_month), start, end)


def daily(hourly: Amounts, zone: ZoneInfo) -> Amounts:
    """Add hours up to local days.

    Parameters
    ----------
    hourly : Amounts
        Hours of any number of meters of one zone, whole days of each.
    zone : ZoneInfo
        Where the meters are.

    Returns
    -------
    Amounts
        One row for each meter and day with an hour; `coverage` is the share of the 23, 24 or 25 hours of the
        day (absent hours cover nothing), so that a day still running is covered in part. `estimated` leaves
        out hours that are covered: those cut out of readings as far apart as expected are estimates of an
        hour, but hardly of a day.

    Examples
    --------
    Asia/Shanghai (UTC+8): the hours from 2026-11-20T16:00Z up to 2026-11-21T15:00Z are the day 2026-11-21.
    """
    days = local_days(hourly.start, zone)
    lengths = (midnights(days + _DAY, zone) - midnights(days, zone)) / _HOUR
    # as coverage is stored: days cut anew from stored hours come out the same
    partly = hourly.coverage.astype(np.float32) < 1
    return _added_up(replace(hourly, estimated=hourly.estimated * partly), days, hourly.coverage / lengths)


def night_amounts(hourly: Amounts, zone: ZoneInfo) -> Floats:
    """Return what the hours of each night amount to, for the days that `daily` gives.

    Parameters
    ----------
    hourly : Amounts
        As for `daily`.
    zone : ZoneInfo
        Where the meters are.

    Returns
    -------
    (n, 6) float64
        One row for each row of `daily`: the amounts of the hours that begin from 01:00 to 05:00 by the clock
        of the zone, in order. NaN: coverage below 0.9, a part of it estimated, no such hour, or a place that
        the night does not have, which has four hours but where clocks change.

    Examples
    --------
    Europe/Berlin, 2026-10-25: five hours, from 2026-10-24T23:00Z up to 2026-10-25T03:00Z; two o'clock comes
    twice.
    """
    days, is_night = _days_and_nights(hourly.start, zone)
    row = np.cumsum(starts_of_runs(hourly.meter, days)) - 1
    amounts = np.full((row[-1] + 1 if len(row) else 0, NIGHT_HOURS), np.nan)
    night, place = _nights(np.unique(days), zone)
    # as `real` keeps it, so that a night that is added up again from stored hours comes to the same
    coverage = hourly.coverage.astype(np.float32).astype(np.float64)
    clean = is_night & (coverage >= _NIGHT_COVERAGE) & (hourly.estimated == 0)
    amounts[row[clean], place[np.searchsorted(night, hourly.start[clean])]] = hourly.amount[clean]
    return amounts


def monthly(days: Amounts, zone: ZoneInfo) -> Amounts:
    """Add local days up to months, named by their first day; `coverage` weighs each day by its hours."""
    months = days.start.astype("datetime64[M]")
    day_hours = (midnights(days.start + _DAY, zone) - midnights(days.start, zone)) / _HOUR
    first, after = months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")
    month_hours = (midnights(after, zone) - midnights(first, zone)) / _HOUR
    return _added_up(days, first, days.coverage * day_hours / month_hours)


def _nights(days: NDArray[np.datetime64], zone: ZoneInfo) -> tuple[Instants, Ints]:
    """Return the hours of the nights of ascending days, and the place of each in its night."""
    # hours begin where those of UTC do
    first = midnights(days, zone).astype("datetime64[h]").astype("datetime64[us]")
    hours = (first[:, np.newaxis] + np.arange(_FROM_MIDNIGHT) * _HOUR).view("datetime64[us]")
    day, is_night = _days_and_nights(hours.ravel(), zone)
    of_day = is_night.reshape(hours.shape) & (day.reshape(hours.shape) == days[:, np.newaxis])
    return hours[of_day], (np.cumsum(of_day, axis=1) - 1)[of_day]


def _days_and_nights(hours: Instants, zone: ZoneInfo) -> tuple[NDArray[np.datetime64], Bools]:
    """Return the local day in which each hour begins, and whether it is one of its night."""
    local = _local(hours, zone)
    days = local.astype("datetime64[D]")
    clock = (micros(local) - micros(days)) // HOUR_US
    return days, (clock >= _NIGHT_BEGINS) & (clock < _NIGHT_ENDS)


def _local(hours: Instants, zone: ZoneInfo) -> NDArray[np.datetime64]:
    index = pd.DatetimeIndex(hours.astype("datetime64[us]")).tz_localize("UTC").tz_convert(zone)
    return index.tz_localize(None).to_numpy()


def _added_up(of: Amounts, start: NDArray[np.datetime64], shares: Floats) -> Amounts:
    fresh = starts_of_runs(of.meter, start)
    return Amounts(
        of.meter[fresh],
        start[fresh],
        sums(fresh, of.amount),
        sums(fresh, of.estimated),
        np.clip(sums(fresh, shares), 0.0, 1.0),
    )
