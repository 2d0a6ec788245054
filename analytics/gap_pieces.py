"""Gaps cut at the edges of hours, and hours in which the pieces of gaps are weighed anew."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analytics.accounts import HOUR_REASONS, Gaps, Hours
from analytics.registers import HOUR_US, Bools, Floats, Ints
from models.consumption import HourReason

_GAP = np.int16(1 << HOUR_REASONS.index(HourReason.GAP))
_CATCH_UP = np.int16(1 << HOUR_REASONS.index(HourReason.CATCH_UP))
_SIMILAR_DAYS = np.int16(1 << HOUR_REASONS.index(HourReason.SIMILAR_DAYS))

_NOTHING = 1e-12
"""What is left of an hour after a piece was taken out of it, and is but the rounding of that."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Gaps cut at the edges of hours, in the order of the gaps and of time.

    Attributes
    ----------
    gap : (n,) int64
        Row of the gap.
    hour : (n,) int64
        Beginning of the hour, microseconds since 1970 UTC.
    overlap : (n,) int64
        How much of the hour lies in the gap [µs].
    even : (n,) float64
        What the piece gets when its gap is spread evenly [unit of the quantity], bit for bit as
        `analytics.hours` does it.
    """

    gap: Ints
    hour: Ints
    overlap: Ints
    even: Floats


def pieces(gaps: Gaps) -> Pieces:
    """Cut gaps at the edges of hours."""
    start, end = gaps.start.view(np.int64), gaps.end.view(np.int64)
    first = start // HOUR_US
    count = (end - 1) // HOUR_US - first + 1
    of = np.repeat(np.arange(len(start)), count)
    hour = first[of] + np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    overlap = np.minimum(end[of], (hour + 1) * HOUR_US) - np.maximum(start[of], hour * HOUR_US)
    return Pieces(of, hour * HOUR_US, overlap, gaps.amount[of] * (overlap / (end - start)[of]))


def reweighed(hours: Hours, cut: Pieces, weighed: Floats) -> Hours:
    """Give the pieces of gaps the amounts `weighed` in place of an even spread.

    Parameters
    ----------
    hours : Hours
        Of one meter. Pieces in hours that are not there are left out.
    cut : Pieces
        Of all gaps of that meter.
    weighed : (n,) float64
        What each piece gets [unit of the quantity]; NaN: it stays as it is.

    Returns
    -------
    Hours
        With other amounts, estimates and reasons; everything else is as it was.
    """
    at = hours.hour.view(np.int64)
    row = np.searchsorted(at, cut.hour)
    present = (row < len(at)) & (at[np.minimum(row, len(at) - 1)] == cut.hour)
    shaped = ~np.isnan(weighed)
    moved = present & shaped
    plain = np.bincount(row[present & ~shaped], minlength=len(at)) > 0
    changed = np.bincount(row[moved], minlength=len(at)) > 0
    out = np.bincount(row[moved], cut.even[moved], len(at)).astype(np.float64)
    into = np.bincount(row[moved], weighed[moved], len(at)).astype(np.float64)
    return replace(
        hours,
        amount=np.where(changed, _less(hours.amount, out) + into, hours.amount),
        estimated=np.where(changed, _less(hours.estimated, out) + into, hours.estimated),
        reasons=_reasons(hours.reasons, changed, plain),
    )


def is_measured(hours: Hours) -> Bools:
    """Tell the hours that show when their amount was used: none of it in a gap or a standstill."""
    unsure = (hours.reasons & (_GAP | _SIMILAR_DAYS | _CATCH_UP)) != 0
    # the database keeps coverage as real: what is measured there and here must be the same hours
    return (hours.coverage.astype(np.float32) == 1) & (hours.estimated == 0) & ~unsure


def _less(whole: Floats, part: Floats) -> Floats:
    rest = whole - part
    return np.where(np.abs(rest) <= _NOTHING * np.abs(whole), 0.0, rest)


def _reasons(bits: NDArray[np.int16], changed: Bools, plain: Bools) -> NDArray[np.int16]:
    without = np.where(plain, bits, bits & ~_GAP)
    return np.where(changed, without | _SIMILAR_DAYS, bits).astype(np.int16)
