"""Runs of equal keys in ordered arrays, and sums over them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.registers import Bools, Floats, Ints


def starts_of_runs(meter: Ints, moment: NDArray[Any]) -> Bools:
    """Tell the rows, ordered by meter and moment, whose pair differs from the one before; the first does."""
    fresh = np.ones(len(meter), dtype=np.bool_)
    fresh[1:] = (meter[1:] != meter[:-1]) | (moment[1:] != moment[:-1])
    return fresh


def sums(fresh: Bools, values: NDArray[Any]) -> Floats:
    """Add up each run, first row to last: the same rows give the same bits wherever they stand."""
    return np.bincount(np.cumsum(fresh) - 1, values.astype(np.float64)).astype(np.float64)
