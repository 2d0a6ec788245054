"""How often a register wrapped in a gap so long that it can have wrapped more than once."""

from dataclasses import replace

import numpy as np

from analytics.registers import HOUR_US, Bools, Floats, Installations, Ints
from analytics.segments import BIT, Segments
from models.consumption import HourReason


def with_further_rollovers(between: Segments, installations: Installations) -> Segments:
    """Add whole moduli to gaps in which the meter can have counted them, as its rate beside the gap says.

    Registers tell what ran through in a gap up to a multiple of the modulus. Where `max_rate_per_hour` leaves
    room for one more, the multiple is taken that comes nearest to the mean of the rates just before and just
    after the gap; without either, the smallest one stays.

    Example: modulus 5, at most 3 an hour, 1.0 an hour before and after 8 hours in which the register went
    from 4 to 2: 3, 8, 13, 18 and 23 are possible, and 8 is taken.
    """
    row, multiplier = between.series, installations.multiplier[between.series]
    modulus = installations.modulus[row] * multiplier
    most = installations.max_rate_per_hour[row] * multiplier * (between.end - between.start) / HOUR_US
    gap = (between.reasons & BIT[HourReason.GAP] != 0) & ~installations.two_way[row]
    wide = np.flatnonzero(gap & (between.amount + modulus <= most))
    if not len(wide):
        return between
    room = np.floor((most[wide] - between.amount[wide]) / modulus[wide])
    lacking = _expected(between, wide) - between.amount[wide]
    wraps = np.clip(np.rint(np.nan_to_num(lacking) / modulus[wide]), 0, room)
    amount, reasons = between.amount.copy(), between.reasons.copy()
    amount[wide] += wraps * modulus[wide]
    reasons[wide[wraps > 0]] |= BIT[HourReason.ROLLOVER]
    return replace(between, amount=amount, reasons=reasons)


def _expected(between: Segments, gaps: Ints) -> Floats:
    """Return what gaps come to at the mean of the rates beside them; NaN where neither is known."""
    before, rate_before = _rate(between, gaps, gaps - 1)
    after, rate_after = _rate(between, gaps, gaps + 1)
    count = before.astype(np.float64) + after
    rate = np.divide(rate_before + rate_after, count, out=np.full(len(gaps), np.nan), where=count > 0)
    length = (between.end - between.start)[gaps].astype(np.float64)
    return rate * length


def _rate(between: Segments, gaps: Ints, beside: Ints) -> tuple[Bools, Floats]:
    there = (beside >= 0) & (beside < len(between.series))
    beside = np.clip(beside, 0, len(between.series) - 1)
    length = (between.end - between.start)[beside]
    sure = there & between.known[beside] & between.close[beside] & (length > 0)
    sure &= between.series[beside] == between.series[gaps]
    return sure, np.divide(between.amount[beside], length, out=np.zeros(len(gaps)), where=sure)
