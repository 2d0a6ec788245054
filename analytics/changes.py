"""What recomputed hours change of those that are stored, without the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

import numpy as np

from analytics.accounts import Hours, chosen
from analytics.registers import HOUR_US, Bools, Ints, micros
from analytics.windows import BEGINNING, END, Span

MARGIN_US = 26 * HOUR_US
"""How far around its hours a stretch reaches: the days they lie in, in any zone, of up to 25 hours."""

_HOUR_BITS = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """Spans of a meter that are rewritten, close enough to each other to share a day, in order."""

    meter: int
    spans: tuple[Span, ...]

    @property
    def around(self) -> Span:
        """The spans and all hours of the days they touch."""
        start, end = self.spans[0].start, max(span.end for span in self.spans)
        return Span(
            start if start == BEGINNING else start - MARGIN_US, end if end == END else end + MARGIN_US
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """Rows of recomputed hours that are new and that differ, rows of known hours that go and that stay."""

    new: Bools
    different: Bools
    gone: Bools
    kept: Bools


def stretches(spans: Sequence[tuple[int, Span]]) -> list[Stretch]:
    """Put spans of the same meter together where the days they touch may be the same, by meter and time."""
    found: list[Stretch] = []
    by_start = sorted(spans, key=lambda pair: (pair[0], pair[1].start))
    for meter, pairs in groupby(by_start, key=itemgetter(0)):
        joined: list[Span] = []
        for _, span in pairs:
            if joined and _apart(max(one.end for one in joined), span.start):
                found.append(Stretch(meter, tuple(joined)))
                joined = []
            joined.append(span)
        found.append(Stretch(meter, tuple(joined)))
    return found


def placed(hours: Hours, within: Sequence[Stretch]) -> Hours:
    """Return hours with the place of their stretch for a meter; both are ordered by meter and time."""
    meters = np.array([stretch.meter for stretch in within], dtype=np.int64)
    first = np.searchsorted(hours.meter, meters, side="left")
    after = np.searchsorted(hours.meter, meters, side="right")
    place = np.empty(len(hours.meter), dtype=np.int64)
    for number, stretch in enumerate(within):
        mine = slice(first[number], after[number])
        # later stretches of the same meter overwrite what is theirs
        begun = micros(hours.hour[mine]) >= stretch.spans[0].start
        place[mine][begun] = number
    return Hours(place, hours.hour, hours.amount, hours.estimated, hours.coverage, hours.reasons)


def changes(known: Hours, fresh: Hours, within: Sequence[Stretch]) -> Changes:
    """Compare recomputed hours with those that are stored.

    Parameters
    ----------
    known : Hours
        What is stored around each stretch; `meter` is the place of the stretch.
    fresh : Hours
        Everything there is to know within its spans; `meter` likewise.
    within : sequence of Stretch
        What was recomputed.

    Returns
    -------
    Changes
        `new` and `different` are rows of `fresh`; `gone` and `kept` are rows of `known`, the latter those
        outside the spans.
    """
    rewritten = _rewritten(known, within)
    old, now = _keys(known), _keys(fresh)
    _, of_known, of_fresh = np.intersect1d(old, now, assume_unique=True, return_indices=True)
    gone, new = rewritten.copy(), np.ones(len(now), dtype=np.bool_)
    gone[of_known], new[of_fresh] = False, False
    different = np.zeros(len(now), dtype=np.bool_)
    different[of_fresh] = _different(chosen(known, of_known), chosen(fresh, of_fresh))
    return Changes(new, different, gone, ~rewritten)


def _apart(end: int, start: int) -> bool:
    return end != END and start - end > 2 * MARGIN_US


def _rewritten(known: Hours, within: Sequence[Stretch]) -> Bools:
    """Tell which stored hours lie in the spans, and not only in the days around them."""
    inside, at = np.zeros(len(known.meter), dtype=np.bool_), micros(known.hour)
    places = np.arange(len(within))
    first = np.searchsorted(known.meter, places, side="left")
    after = np.searchsorted(known.meter, places, side="right")
    for place, stretch in enumerate(within):
        mine = slice(first[place], after[place])
        for span in stretch.spans:
            inside[mine] |= (at[mine] >= span.start) & (at[mine] < span.end)
    return inside


def _keys(hours: Hours) -> Ints:
    return (hours.meter << _HOUR_BITS) + micros(hours.hour) // HOUR_US


def _different(known: Hours, fresh: Hours) -> Bools:
    return (
        (known.amount != fresh.amount)
        | (known.estimated != fresh.estimated)
        | (known.coverage.astype(np.float32) != fresh.coverage.astype(np.float32))
        | (known.reasons != fresh.reasons)
    )
