"""Amounts over time as arrays: what analytics computes with and storage reads and writes in bulk."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Amounts:
    """Consumption of meters in intervals of one grain, ordered by meter and start, one row an interval.

    Attributes
    ----------
    meter : (n,) int64
        Which meter.
    start : (n,) datetime64
        Beginning of the interval: datetime64[us] in UTC for hours, datetime64[D] for days and months of a
        site's own calendar.
    amount, estimated : (n,) float64
        What was used, and the part of it that is estimated [unit of the meter's quantity].
    coverage : (n,) float64
        Share of the interval between readings no further apart than expected, 0 to 1.
    """

    meter: NDArray[np.int64]
    start: NDArray[np.datetime64]
    amount: NDArray[np.float64]
    estimated: NDArray[np.float64]
    coverage: NDArray[np.float64]
