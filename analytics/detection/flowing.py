"""Continuous flow: how long a register has not stood still."""

import numpy as np

from analytics.registers import Floats

STILL_HOURS = 3
"""A register stands still where it rises by no more than a step in so many hours in a row.

One hour without a step is no proof: with steps of 10 L and 7 L/h every third hour has none.
"""

LONGEST = 168
"""Hours looked back at: who flows for a week does not stop flowing."""

_ROUNDING = 1e-9


def flowing_hours(amount: Floats, step: float) -> int | None:
    """Return how many hours have gone by since a register last stood still.

    Parameters
    ----------
    amount : (n,) float64
        The latest hours, ascending [unit of the quantity]; NaN: not measured.
    step : float
        The step of the register [same unit].

    Returns
    -------
    int or None
        Measured hours in a row, counted back from the last, before the hours in which it stood still, or
        before an hour that was not measured. None where the latest `STILL_HOURS` were not measured.

    Examples
    --------
    Steps of 1 L, and 5, 0, 1, 0, 4, 0, 3, 2 L: it stood still in the second to the fourth hour, so it has
    flowed for four. Steps of 10 L and 0, 10, 10, 0, 10, 10 L: for six.
    """
    if len(amount) < STILL_HOURS or bool(np.isnan(amount[-STILL_HOURS:]).any()):
        return None
    unknown = np.flatnonzero(np.isnan(amount))
    known = amount[unknown[-1] + 1 :] if len(unknown) else amount
    sums = np.lib.stride_tricks.sliding_window_view(known, STILL_HOURS).sum(axis=1)
    still = np.flatnonzero(sums <= step + _ROUNDING)
    return len(known) if not len(still) else len(known) - int(still[-1]) - STILL_HOURS
