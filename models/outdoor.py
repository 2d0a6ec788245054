"""Outdoor temperatures of sites as arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class OutdoorHours:
    """Outdoor temperatures, ordered by site and hour; an hour that nobody measured has no row.

    Attributes
    ----------
    site : (n,) int64
        Which site.
    start : (n,) datetime64[us]
        Beginning of the hour, UTC.
    mean_c : (n,) float64
        Mean of the hour [°C].
    """

    site: NDArray[np.int64]
    start: NDArray[np.datetime64]
    mean_c: NDArray[np.float64]
