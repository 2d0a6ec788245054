"""How many people were there, day by day, from dated figures of places that lie in each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from analytics.registers import Bools, Floats
from models.figures import Headcount


def people_by_day(headcounts: Sequence[Headcount], days: NDArray[np.datetime64]) -> Floats:
    """Add up the people of all places on each day, nobody twice.

    Parameters
    ----------
    headcounts : sequence of Headcount
        Of the places of one institution.
    days : (n,) datetime64[D]
        Local days.

    Returns
    -------
    (n,) float64
        People [1]; NaN on days for which no place says how many. Where a place and one around it both say,
        the outer figure holds: it has the inner people in it.
    """
    said = {count.place: np.zeros(len(days), dtype=np.bool_) for count in headcounts}
    for count in headcounts:
        said[count.place] |= _holds(count, days)
    total, known = np.zeros(len(days)), np.zeros(len(days), dtype=np.bool_)
    for count in headcounts:
        holds = _holds(count, days)
        for outer in count.within & said.keys():
            holds = holds & ~said[outer]
        total += count.people * holds
        known |= holds
    return np.where(known, total, np.nan)


def _holds(count: Headcount, days: NDArray[np.datetime64]) -> Bools:
    holds = days >= np.datetime64(count.valid_from, "D")
    return holds if count.valid_to is None else holds & (days < np.datetime64(count.valid_to, "D"))
