"""Hours of meters laid out by local day and hour of the day."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.registers import Floats
from models.amounts import Amounts
from models.outdoor import OutdoorHours

HOURS = 24

_DAY = np.timedelta64(1, "D")
_NO_SHIFT = np.timedelta64(0, "h")


def by_local_hour(
    measured: Amounts,
    meters: Sequence[int],
    days: tuple[date, int],
    zone: ZoneInfo,
    shift: np.timedelta64 = _NO_SHIFT,
) -> Floats:
    """Lay hours out, one row for each of `meters`, one column for each day.

    Parameters
    ----------
    measured : Amounts
        Hours, in any order; those of other meters and days are left out.
    meters : sequence of int
        Ascending.
    days : tuple of date and int
        The first day, and how many.
    zone : ZoneInfo
        Where the meters are. Where clocks go back, an hour that comes twice counts with its mean.
    shift : timedelta64
        How long before midnight a day begins.

    Returns
    -------
    (m, n, 24) float64
        [unit of the quantity]; NaN where there is no hour.
    """
    hours = measured.meter, measured.start, measured.amount
    return _laid_out(hours, meters, days, zone, shift)


def outdoor_by_local_hour(
    outdoor: OutdoorHours, sites: Sequence[int], days: tuple[date, int], zone: ZoneInfo
) -> Floats:
    """Lay outdoor temperatures out as `by_local_hour` lays amounts: (s, n, 24) [°C], one row a site."""
    return _laid_out((outdoor.site, outdoor.start, outdoor.mean_c), sites, days, zone, _NO_SHIFT)


def _laid_out(
    hours: tuple[NDArray[np.int64], NDArray[np.datetime64], Floats],
    owners: Sequence[int],
    days: tuple[date, int],
    zone: ZoneInfo,
    shift: np.timedelta64,
) -> Floats:
    owner, start, value = hours
    index = pd.DatetimeIndex(start).tz_localize("UTC").tz_convert(zone).tz_localize(None)
    wall = index.to_numpy().astype("datetime64[us]") + shift
    day = wall.astype("datetime64[D]")
    hour = ((wall - day) // np.timedelta64(1, "h")).astype(np.int64)
    begin, count = days
    column = ((day - np.datetime64(begin, "D")) / _DAY).astype(np.int64)
    known = np.array(owners, dtype=np.int64)
    row = np.searchsorted(known, owner)
    wanted = (column >= 0) & (column < count) & (row < len(known))
    wanted[wanted] = known[row[wanted]] == owner[wanted]
    cell = ((row * count + column) * HOURS + hour)[wanted]
    size = len(known) * count * HOURS
    seen = np.bincount(cell, minlength=size)
    laid = np.full(size, np.nan)
    np.divide(np.bincount(cell, value[wanted], size), seen, out=laid, where=seen > 0)
    return laid.reshape(len(known), count, HOURS)
