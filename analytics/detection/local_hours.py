"""Hours of meters laid out by local day and hour of the day."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from analytics.registers import Floats
from models.amounts import Amounts

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
    index = pd.DatetimeIndex(measured.start).tz_localize("UTC").tz_convert(zone).tz_localize(None)
    wall = index.to_numpy().astype("datetime64[us]") + shift
    day = wall.astype("datetime64[D]")
    hour = ((wall - day) // np.timedelta64(1, "h")).astype(np.int64)
    begin, count = days
    column = ((day - np.datetime64(begin, "D")) / _DAY).astype(np.int64)
    known = np.array(meters, dtype=np.int64)
    row = np.searchsorted(known, measured.meter)
    wanted = (column >= 0) & (column < count) & (row < len(known))
    wanted[wanted] = known[row[wanted]] == measured.meter[wanted]
    cell = ((row * count + column) * HOURS + hour)[wanted]
    size = len(known) * count * HOURS
    seen = np.bincount(cell, minlength=size)
    laid = np.full(size, np.nan)
    np.divide(np.bincount(cell, measured.amount[wanted], size), seen, out=laid, where=seen > 0)
    return laid.reshape(len(known), count, HOURS)
