"""Days and months of a site's own calendar, from hours."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.groups import starts_of_runs, sums
from analytics.registers import Floats, Instants
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


def local_days(hours: Instants, zone: ZoneInfo) -> NDArray[np.datetime64]:
    """Return the day of a zone in which each hour begins, as datetime64[D].

    In a zone that is half an hour off UTC, the hour that midnight cuts belongs to the day it begins in.
    """
    index = pd.DatetimeIndex(hours.astype("datetime64[us]")).tz_localize("UTC").tz_convert(zone)
    return index.tz_localize(None).to_numpy().astype("datetime64[D]")


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


def monthly(days: Amounts, zone: ZoneInfo) -> Amounts:
    """Add local days up to months, named by their first day; `coverage` weighs each day by its hours."""
    months = days.start.astype("datetime64[M]")
    day_hours = (midnights(days.start + _DAY, zone) - midnights(days.start, zone)) / _HOUR
    first, after = months.astype("datetime64[D]"), (months + 1).astype("datetime64[D]")
    month_hours = (midnights(after, zone) - midnights(first, zone)) / _HOUR
    return _added_up(days, first, days.coverage * day_hours / month_hours)


def _added_up(of: Amounts, start: NDArray[np.datetime64], shares: Floats) -> Amounts:
    fresh = starts_of_runs(of.meter, start)
    return Amounts(
        of.meter[fresh],
        start[fresh],
        sums(fresh, of.amount),
        sums(fresh, of.estimated),
        np.clip(sums(fresh, shares), 0.0, 1.0),
    )
