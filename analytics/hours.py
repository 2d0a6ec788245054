"""Hourly consumption from registers: steps between believed readings, cut at the edges of hours.

What is counted and what is set aside add up: over an installation, the hours and the steps set aside together
are (last register - first register + modulus x rollovers) x multiplier.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.accounts import ASIDE_REASONS, FLAG_REASONS, HOUR_REASONS, Account, Exceptions, Hours, chosen
from analytics.belief import LONGEST_GLITCH, believed, possible
from analytics.groups import starts_of_runs, sums
from analytics.registers import HOUR_US, Bools, Floats, Installations, Ints, Points, Readings, points, steps
from models.consumption import AsideReason, FlagReason, HourReason

TOLERANCE = 1.5
"""Readings up to this many expected intervals apart cover the time between: clocks drift."""

_BIT = {reason: np.int16(1 << place) for place, reason in enumerate(HOUR_REASONS)}


@dataclass(frozen=True, slots=True)
class _Segments:
    """What lies between neighbouring believed points; `known` is false where the step is set aside."""

    meter: Ints
    start: Ints
    end: Ints
    amount: Floats
    known: Bools
    close: Bools
    reasons: NDArray[np.int16]


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
        Hours, steps set aside, and readings flagged.

    Notes
    -----
    A step between two believed readings is spread evenly over the time between them. Readings up to
    `TOLERANCE` expected intervals apart cover that time; where up to three glitches in a row were skipped,
    the skipped readings count as having been there. The rest is estimated.

    Examples
    --------
    100.0 at 08:50 and 100.6 at 09:20, every 15 minutes expected, multiplier 1: 0.2 belong to the hour from
    08:00 and 0.4 to the hour from 09:00. 30 minutes are more than 1.5 x 15, so both parts are estimated.
    """
    of = points(readings, installations)
    kept = believed(of, installations)
    segments, aside = _segments(of, installations, np.flatnonzero(kept))
    return Account(_hours(segments), aside, _flagged(of, installations, kept))


def _segments(of: Points, installations: Installations, kept: Ints) -> tuple[_Segments, Exceptions]:
    within = of.series[kept[:-1]] == of.series[kept[1:]]
    before, after = kept[:-1][within], kept[1:][within]
    row, judged = of.series[before], steps(of, installations, before, after)
    start, end, known = of.at[before], of.at[after], judged.plausible
    amount = judged.step * installations.multiplier[row]
    skipped = np.minimum(after - before - 1, LONGEST_GLITCH)
    interval = installations.interval.astype("timedelta64[us]").view(np.int64)[row]
    close = known & (end - start <= TOLERANCE * interval * (skipped + 1))
    reasons = _bits(
        {
            HourReason.GAP: known & ~close,
            HourReason.GLITCH: skipped > 0,
            HourReason.ROLLOVER: known & judged.wrapped,
            HourReason.INSTALLATION: of.fixed[before] | of.fixed[after],
            HourReason.SET_ASIDE: ~known,
        }
    )
    meter = installations.meter[row]
    reverse = (-judged.step <= judged.limit) & ~np.isnan(installations.max_rate_per_hour[row])
    why = np.select([judged.step > 0, reverse], [_place(AsideReason.JUMP), _place(AsideReason.REVERSE)], 0)
    aside = _one_an_instant(meter[~known], end[~known], amount[~known], why[~known])
    return _Segments(meter, start, end, amount, known, close, reasons), aside


def _hours(segments: _Segments) -> Hours:
    """Cut segments at the edges of hours and add up the pieces of each hour, in the order of time."""
    first = segments.start // HOUR_US
    count = np.maximum((segments.end - 1) // HOUR_US, first) - first + 1
    of = np.repeat(np.arange(len(first)), count)
    hour = first[of] + np.arange(len(of)) - np.repeat(np.cumsum(count) - count, count)
    overlap = np.minimum(segments.end[of], (hour + 1) * HOUR_US) - np.maximum(
        segments.start[of], hour * HOUR_US
    )
    length = (segments.end - segments.start)[of]
    share = np.divide(overlap, length, out=np.ones(len(of)), where=length > 0)
    known, close = segments.known[of], segments.close[of]
    amount = np.where(known, segments.amount[of] * share, 0.0)
    meter = segments.meter[of]
    fresh = starts_of_runs(meter, hour)
    counted = (sums(fresh, overlap * known) > 0) | (sums(fresh, amount) != 0)
    everything = Hours(
        meter[fresh],
        (hour[fresh] * HOUR_US).view("datetime64[us]"),
        sums(fresh, amount),
        sums(fresh, amount * ~close),
        np.minimum(sums(fresh, overlap * close) / HOUR_US, 1.0),
        _any_bits(segments.reasons[of], fresh) | _bits({HourReason.OPEN: sums(fresh, overlap) < HOUR_US}),
    )
    return chosen(everything, counted)


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


def _one_an_instant(meter: Ints, at: Ints, value: Floats, reason: Ints) -> Exceptions:
    """Add up steps that show at the same instant: where one installation ends and the next begins."""
    fresh = starts_of_runs(meter, at)
    instants = at[fresh].view("datetime64[us]")
    return Exceptions(meter[fresh], instants, sums(fresh, value), reason[fresh].astype(np.int16))


def _bits(reasons: dict[HourReason, Bools]) -> NDArray[np.int16]:
    bits = [np.where(applies, _BIT[reason], np.int16(0)) for reason, applies in reasons.items()]
    return np.bitwise_or.reduce(bits, axis=0).astype(np.int16)


def _any_bits(bits: NDArray[np.int16], fresh: Bools) -> NDArray[np.int16]:
    return np.bitwise_or.reduceat(bits, np.flatnonzero(fresh)) if len(bits) else bits


def _place(reason: AsideReason | FlagReason) -> int:
    return ASIDE_REASONS.index(reason) if isinstance(reason, AsideReason) else FLAG_REASONS.index(reason)
