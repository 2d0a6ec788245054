"""What lies between neighbouring believed registers: how much, how sure, and why."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from analytics.accounts import ASIDE_REASONS, HOUR_REASONS, Exceptions
from analytics.belief import LONGEST_GLITCH
from analytics.groups import starts_of_runs, sums
from analytics.pace import Pace
from analytics.registers import HOUR_US, Bools, Floats, Installations, Ints, Points
from analytics.steps import Steps, steps
from models.consumption import AsideReason, HourReason

TOLERANCE = 1.5
"""Readings up to this many expected intervals apart cover the time between: clocks drift."""

BIT = {reason: np.int16(1 << place) for place, reason in enumerate(HOUR_REASONS)}
"""The bit that stands for a reason of an hour."""


@dataclass(frozen=True, slots=True)
class Segments:
    """Stretches of time, by series and time, that do not overlap.

    Attributes
    ----------
    series, meter : (k,) int64
        As in `Points` and in `Installations`.
    start, end : (k,) int64
        Microseconds since 1970.
    amount : (k,) float64
        What the register counted [unit of the quantity].
    known : (k,) bool
        False where the step is set aside.
    close : (k,) bool
        Whether its ends are no further apart than readings are expected.
    coarse : (k,) bool
        Whether they are close, and yet too far apart to tell one hour from the next.
    reasons : (k,) int16
        Bits as in `Hours`.
    """

    series: Ints
    meter: Ints
    start: Ints
    end: Ints
    amount: Floats
    known: Bools
    close: Bools
    coarse: Bools
    reasons: NDArray[np.int16]


def segments(
    of: Points, installations: Installations, known: Pace, kept: Ints
) -> tuple[Segments, Exceptions]:
    """Return what lies between neighbouring points of `kept`, and the steps that are set aside.

    Where the first or the last readings of a series are skipped, the register that stands in for them
    continues the rate of the step beside them, if that one is known and close.
    """
    within = of.series[kept[:-1]] == of.series[kept[1:]]
    before, after = kept[:-1][within], kept[1:][within]
    judged = steps(of, installations, known, before, after)
    between = _between(of, installations, judged, before, after)
    whole = _with_open_ends(of, installations, kept, _bent(between))
    return whole, _set_aside(judged, between)


def bits(reasons: dict[HourReason, Bools]) -> NDArray[np.int16]:
    """Return the bits of the reasons that apply, row by row."""
    each = [np.where(applies, BIT[reason], np.int16(0)) for reason, applies in reasons.items()]
    return np.bitwise_or.reduce(each, axis=0).astype(np.int16)


def _between(of: Points, installations: Installations, judged: Steps, before: Ints, after: Ints) -> Segments:
    row, known = of.series[before], judged.plausible
    start, end = of.at[before], of.at[after]
    skipped = np.minimum(after - before - 1, LONGEST_GLITCH)
    expected = TOLERANCE * (skipped + 1)
    close = known & (end - start <= expected * _interval(installations, row))
    coarse = close & (end - start > expected * HOUR_US)
    reasons = bits(
        {
            HourReason.GAP: known & ~close,
            HourReason.GLITCH: skipped > 0,
            HourReason.ROLLOVER: known & judged.wrapped,
            HourReason.INSTALLATION: of.fixed[before] | of.fixed[after],
            HourReason.SET_ASIDE: ~known,
            HourReason.CATCH_UP: judged.caught_up,
            HourReason.COARSE: coarse,
        }
    )
    amount = judged.step * installations.multiplier[row]
    return Segments(row, installations.meter[row], start, end, amount, known, close, coarse, reasons)


def _bent(between: Segments) -> Segments:
    """Let the rates on either side of skipped readings go on until they meet, where they do meet between.

    So where use changes at a reading that was skipped, both sides keep the rate they had. Elsewhere the step
    is spread evenly.
    """
    sure = between.known & between.close & (between.end > between.start)
    odd = np.flatnonzero(sure & (between.reasons & BIT[HourReason.GLITCH] != 0))
    odd = odd[(odd > 0) & (odd < len(sure) - 1)]
    odd = odd[sure[odd - 1] & sure[odd + 1]]
    odd = odd[
        (between.series[odd - 1] == between.series[odd]) & (between.series[odd + 1] == between.series[odd])
    ]
    length = between.end - between.start
    left = between.amount[odd - 1] / length[odd - 1]
    right = between.amount[odd + 1] / length[odd + 1]
    over, apart = between.amount[odd] - right * length[odd], left - right
    meets = np.divide(over, apart, out=np.zeros(len(odd)), where=apart != 0)
    until = np.rint(np.clip(meets, 0, length[odd])).astype(np.int64)
    inside = (until > 0) & (until < length[odd])
    odd, left, right = odd[inside], left[inside], right[inside]
    first = _of_one_sign(left * until[inside], between.amount[odd], left * right >= 0)
    middle = between.start[odd] + until[inside]
    end, amount = between.end.copy(), between.amount.copy()
    rest = replace(_chosen(between, odd), start=middle, amount=amount[odd] - first)
    end[odd], amount[odd] = middle, first
    return _inserted(replace(between, end=end, amount=amount), odd + 1, rest)


def _of_one_sign(part: Floats, whole: Floats, same: Bools) -> Floats:
    """Keep parts and rests of `whole` from turning back by rounding, where the rates have the `same` sign."""
    return np.where(same, np.clip(part, np.minimum(whole, 0), np.maximum(whole, 0)), part)


def _set_aside(judged: Steps, between: Segments) -> Exceptions:
    """List unknown segments; those that show at one instant, where installations meet, are added up."""
    why = np.select(
        [judged.step > 0, judged.reverse], [_place(AsideReason.JUMP), _place(AsideReason.REVERSE)], 0
    )
    rows = ~between.known
    meter, at = between.meter[rows], between.end[rows]
    fresh = starts_of_runs(meter, at)
    size, reason = sums(fresh, between.amount[rows]), why[rows][fresh].astype(np.int16)
    return Exceptions(meter[fresh], at[fresh].view("datetime64[us]"), size, reason)


def _with_open_ends(of: Points, installations: Installations, kept: Ints, between: Segments) -> Segments:
    series = np.unique(between.series)
    first_step = np.searchsorted(between.series, series, side="left")
    last_step = np.searchsorted(between.series, series, side="right") - 1
    first_kept = kept[np.searchsorted(of.series[kept], series, side="left")]
    last_kept = kept[np.searchsorted(of.series[kept], series, side="right") - 1]
    first = np.searchsorted(of.series, series, side="left")
    last = np.searchsorted(of.series, series, side="right") - 1
    # where a series ends and the next begins, the end comes first
    beside = np.concatenate([last_step, first_step])
    start = np.concatenate([of.at[last_kept], of.at[first]])
    end = np.concatenate([of.at[last], of.at[first_kept]])
    skipped = np.concatenate([last - last_kept, first_kept - first])
    places = np.concatenate([last_step + 1, first_step])
    near = (end - start) <= TOLERANCE * _interval(installations, between.series[beside]) * skipped
    sure = between.known[beside] & between.close[beside] & (between.end[beside] > between.start[beside])
    rows = np.flatnonzero((skipped > 0) & (skipped <= LONGEST_GLITCH) & near & sure)
    if not len(rows):
        return between
    rows = rows[np.argsort(places[rows], kind="stable")]
    return _inserted(between, places[rows], _continued(between, beside[rows], start[rows], end[rows]))


def _continued(between: Segments, beside: Ints, start: Ints, end: Ints) -> Segments:
    rate = between.amount[beside] / (between.end[beside] - between.start[beside])
    count = len(beside)
    return Segments(
        between.series[beside],
        between.meter[beside],
        start,
        end,
        rate * (end - start),
        np.ones(count, dtype=np.bool_),
        np.zeros(count, dtype=np.bool_),
        np.zeros(count, dtype=np.bool_),
        np.full(count, BIT[HourReason.EXTRAPOLATED] | BIT[HourReason.GLITCH], dtype=np.int16),
    )


def _chosen(between: Segments, rows: Ints) -> Segments:
    return Segments(*(getattr(between, column.name)[rows] for column in fields(Segments)))


def _inserted(between: Segments, places: Ints, pieces: Segments) -> Segments:
    names = [column.name for column in fields(Segments)]
    return Segments(*(np.insert(getattr(between, name), places, getattr(pieces, name)) for name in names))


def _interval(installations: Installations, row: Ints) -> Ints:
    return installations.interval.astype("timedelta64[us]").view(np.int64)[row]


def _place(reason: AsideReason) -> int:
    return ASIDE_REASONS.index(reason)
