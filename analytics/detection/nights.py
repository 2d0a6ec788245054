"""Quiet flow: what still runs through a meter in the quietest hours of a night."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from analytics.detection.local_hours import by_local_hour
from analytics.registers import Floats
from models.amounts import Amounts

FIRST_HOUR = 23
"""A night begins at this local hour, and is named by the day in which it ends."""

NIGHT_HOURS = 7
"""It is over after so many: from 23:00 up to 06:00 offices are empty, and most kitchens not yet at work."""

QUIET_HOURS = 3
"""The quiet flow is the mean of so many hours of the night, the quietest: half of it may be busy.

One hour alone is at the mercy of the register: with steps of 10 L, 7 L/h read 0, 10, 10, 0.
"""

FEWEST_HOURS = 5
"""With fewer hours measured the night says nothing: the quietest of few are not as quiet."""

_MICROLITRES = 9


@dataclass(frozen=True, slots=True)
class NightHours:
    """Night hours of meters side by side.

    Attributes
    ----------
    begin : date
        The first night, named by the day on which it ends.
    meters : tuple of int
        Which meter a row is of.
    flow : (m, n, 6) float64
        Amount of each measured hour [unit of the quantity per hour]; NaN: not measured.
    """

    begin: date
    meters: tuple[int, ...]
    flow: Floats

    @property
    def days(self) -> NDArray[np.datetime64]:
        """The nights of the columns, datetime64[D]."""
        return np.datetime64(self.begin, "D") + np.arange(self.flow.shape[1])


def night_hours(
    measured: Amounts, meters: Sequence[int], begin: date, nights: int, zone: ZoneInfo
) -> NightHours:
    """Lay measured hours of nights out, one row for each of `meters`.

    Parameters
    ----------
    measured : Amounts
        Hours that show when their amount was used (`analytics.gap_pieces.is_measured`), in any order. An
        hour that is estimated in part, covered in part, or in which a register caught up, is no evidence.
    meters : sequence of int
        Ascending; hours of others are left out.
    begin : date
        The first night.
    nights : int
        How many.
    zone : ZoneInfo
        Where the meters are. Where clocks go back, an hour that comes twice counts with its mean.
    """
    shift = np.timedelta64(24 - FIRST_HOUR, "h")
    return NightHours(
        begin, tuple(meters), by_local_hour(measured, meters, (begin, nights), zone, shift)[..., :NIGHT_HOURS]
    )


def quiet_flow(flow: Floats) -> Floats:
    """Return the quiet flow of nights: the mean of their `QUIET_HOURS` quietest hours.

    What runs out of a leak runs in every hour. Somebody who fills a bucket does so in one or two.

    Parameters
    ----------
    flow : (..., 6) float64
        Hours of nights, as in `NightHours`.

    Returns
    -------
    (...) float64
        [unit per hour]; NaN where fewer than `FEWEST_HOURS` are measured.

    Examples
    --------
    Hours of 30, 0, 10, 10, 0, 20 L: the quietest three are 0, 0 and 10, so the quiet flow is 3.3 L/h.
    """
    known = (~np.isnan(flow)).sum(axis=-1)
    quietest = np.sort(flow, axis=-1)[..., :QUIET_HOURS]
    return np.where(known >= FEWEST_HOURS, quietest.mean(axis=-1), np.nan)


def resolution(flow: Floats) -> float:
    """Return the smallest step of a register: the least difference between amounts of its hours.

    0 where all are alike. Readings that do not fall on the hour leave amounts of any size, and a step near 0:
    then the meter's own spread is all there is to go by.

    Examples
    --------
    Hours of 0, 10, 10, 30 and 20 L come from a register with steps of 10 L.
    """
    seen = np.unique(np.round(flow[~np.isnan(flow)], _MICROLITRES))
    return float(np.diff(seen).min()) if len(seen) > 1 else 0.0
