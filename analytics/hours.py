"""Hourly consumption from registers: steps between believed readings, cut at the edges of hours.

What is counted and what is set aside add up: over an installation, the hours and the steps set aside together
are (last register - first register + modulus x rollovers) x multiplier. A first or last register that is a
glitch is replaced by one that continues the rate beside it.
"""

import numpy as np
from numpy.typing import NDArray

from analytics.accounts import FLAG_REASONS, Account, Exceptions, Gaps, Hours, chosen
from analytics.belief import believed
from analytics.groups import starts_of_runs, sums
from analytics.pace import Pace, pace, possible
from analytics.registers import HOUR_US, Bools, Installations, Points, Readings, points
from analytics.rollovers import with_further_rollovers
from analytics.segments import BIT, Segments, bits, segments
from models.consumption import FlagReason, HourReason


def hourly_consumption(readings: Readings, installations: Installations) -> Account:
    """Turn registers into hours, and list what was not counted.

    Parameters
    ----------
    readings : Readings
        Of any number of meters; nothing but event time matters.
    installations : Installations
        Of the same meters. Readings outside every installation count nothing.

    Returns
    -------
    Account
        Hours, steps set aside, readings flagged, and gaps.

    Notes
    -----
    A step between two believed readings is spread evenly over the time between them. Readings up to
    `TOLERANCE` expected intervals apart cover that time; where up to three glitches in a row were skipped,
    the skipped readings count as having been there. The rest is estimated, and so is what is cut out of
    readings more than `TOLERANCE` hours apart, though they cover their time where none closer are expected.
    Up to three skipped readings at the open end of a series are replaced by a register that continues the
    rate beside them: estimated too.

    Examples
    --------
    100.0 at 08:50 and 100.6 at 09:20, every 15 minutes expected, multiplier 1: 0.2 belong to the hour from
    08:00 and 0.4 to the hour from 09:00. 30 minutes are more than 1.5 x 15, so both parts are estimated.
    """
    of = points(readings, installations)
    return account_of(of, installations, pace(of, installations))


def account_of(of: Points, installations: Installations, known: Pace) -> Account:
    """Return what `hourly_consumption` returns, for points whose pace is known already."""
    kept = believed(of, installations, known)
    between, aside = segments(of, installations, known, np.flatnonzero(kept))
    between = with_further_rollovers(between, installations)
    return Account(_hours(between), aside, _flagged(of, installations, kept), _gaps(between))


def _hours(between: Segments) -> Hours:
    """Cut segments at the edges of hours and add up the pieces of each hour, in the order of time."""
    first = between.start // HOUR_US
    count = np.maximum((between.end - 1) // HOUR_US, first) - first + 1
    of = np.repeat(np.arange(len(first)), count)
    hour = first[of] + np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    overlap = np.minimum(between.end[of], (hour + 1) * HOUR_US) - np.maximum(
        between.start[of], hour * HOUR_US
    )
    length = (between.end - between.start)[of]
    share = np.divide(overlap, length, out=np.ones(len(of)), where=length > 0)
    known, close = between.known[of], between.close[of]
    fine = close & ~between.coarse[of]
    amount = np.where(known, between.amount[of] * share, 0.0)
    meter = between.meter[of]
    fresh = starts_of_runs(meter, hour)
    counted = (sums(fresh, overlap * known) > 0) | (sums(fresh, amount) != 0)
    everything = Hours(
        meter[fresh],
        (hour[fresh] * HOUR_US).view("datetime64[us]"),
        sums(fresh, amount),
        sums(fresh, amount * ~fine),
        np.minimum(sums(fresh, overlap * close) / HOUR_US, 1.0),
        _any_bits(between.reasons[of], fresh) | bits({HourReason.OPEN: sums(fresh, overlap) < HOUR_US}),
    )
    return chosen(everything, counted)


def _gaps(between: Segments) -> Gaps:
    wide = (between.reasons & BIT[HourReason.GAP]) != 0
    start, end = between.start[wide], between.end[wide]
    return Gaps(
        between.meter[wide], start.view("datetime64[us]"), end.view("datetime64[us]"), between.amount[wide]
    )


def _flagged(of: Points, installations: Installations, kept: Bools) -> Exceptions:
    skipped = np.flatnonzero(~kept)
    shown = possible(of, installations)[skipped]
    why = np.where(shown, _place(FlagReason.GLITCH), _place(FlagReason.ABOVE_MODULUS))
    return Exceptions(
        installations.meter[of.series[skipped]],
        of.at[skipped].view("datetime64[us]"),
        of.value[skipped],
        why.astype(np.int16),
    )


def _any_bits(of: NDArray[np.int16], fresh: Bools) -> NDArray[np.int16]:
    return np.bitwise_or.reduceat(of, np.flatnonzero(fresh)) if len(of) else of


def _place(reason: FlagReason) -> int:
    return FLAG_REASONS.index(reason)
