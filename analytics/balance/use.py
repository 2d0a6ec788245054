"""What meters used in a period, how well that is known, and shares of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from analytics.aggregates import midnights
from models.amounts import Amounts
from models.balance import Point

SURE = 0.95
"""Coverage from which on an amount is judged: below it, a difference would be a gap and no loss."""

_HOUR = np.timedelta64(1, "h")


@dataclass(frozen=True, slots=True)
class Use:
    """An amount of a period [unit of its meters].

    `estimated` is the part of `amount` that no reading bounds closely, `gross` the sum of what was counted in
    either direction, `coverage` a share of the period, 0 to 1: of several meters the lowest.
    """

    amount: float
    estimated: float
    gross: float
    coverage: float

    @property
    def estimated_share(self) -> float | None:
        """Part of what was counted that is estimated, 0 to 1; None where nothing was counted."""
        part = share(self.estimated, self.gross)
        return None if part is None else min(1.0, part)

    @property
    def is_sure(self) -> bool:
        """Whether the coverage is enough to judge by."""
        return self.coverage >= SURE


def share(part: float, whole: float) -> float | None:
    """Return part / whole; None where the whole is not above zero, as there is no share of nothing.

    Examples
    --------
    20.53 t of resources and 130.99 t of kitchen waste in 238.21 t are 0.6361.
    """
    return part / whole if whole > 0 else None


def uses(days: Amounts, zone: ZoneInfo, start: date, end: date) -> dict[int, Use]:
    """Add days up to what each meter used in a period.

    Parameters
    ----------
    days : Amounts
        Days of any number of meters of one zone; those outside the period do not count.
    zone : ZoneInfo
        Where the meters are: each day weighs by its 23, 24 or 25 hours.
    start, end : date
        First day of the period, and the first day after it.

    Returns
    -------
    dict of int to Use
        By meter; a meter without a day in the period is absent. `coverage` is a share of the whole period, to
        which absent days add nothing.
    """
    inside = (days.start >= np.datetime64(start, "D")) & (days.start < np.datetime64(end, "D"))
    meter, local = days.meter[inside], days.start[inside]
    edges = midnights(np.array([start, end], "datetime64[D]"), zone)
    lengths = (midnights(local + np.timedelta64(1, "D"), zone) - midnights(local, zone)) / _HOUR
    covered = days.coverage[inside] * lengths
    found, place = np.unique(meter, return_inverse=True)
    amount = np.bincount(place, days.amount[inside], len(found)).tolist()
    estimated = np.bincount(place, np.abs(days.estimated[inside]), len(found)).tolist()
    gross = np.bincount(place, np.abs(days.amount[inside]), len(found)).tolist()
    whole = (edges[1] - edges[0]) / _HOUR
    coverage = np.minimum(np.bincount(place, covered, len(found)) / whole, 1.0).tolist()
    columns = zip(found.tolist(), amount, estimated, gross, coverage, strict=True)
    return {meter: Use(*values) for meter, *values in columns}


def together(parts: Iterable[Use]) -> Use | None:
    """Add uses up; None where there is none."""
    several = list(parts)
    if not several:
        return None
    return Use(
        amount=sum(use.amount for use in several),
        estimated=sum(use.estimated for use in several),
        gross=sum(use.gross for use in several),
        coverage=min(use.coverage for use in several),
    )


def missing(points: Sequence[Point], known: Mapping[int, Use]) -> tuple[Point, ...]:
    """Return the points of which nobody knows any amount."""
    return tuple(point for point in points if point.id not in known)
