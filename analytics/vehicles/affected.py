"""What late fixes change, so that nothing else is computed again."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np

from analytics.vehicles.jumps import FEWEST, SHORTEST_MS
from analytics.vehicles.mixed_datum import LONGEST_MS
from analytics.vehicles.movement import Movement
from analytics.vehicles.pieces import Piece, TripRules
from analytics.vehicles.track import instant, milliseconds

_AROUND: Final = 3
"""A step is compared with its neighbours and theirs."""


@dataclass(frozen=True, slots=True)
class Affected:
    """The pieces from `start` to `end` may change; computing the fixes from `first` to `last` tells how.

    All are included; None: no bound.
    """

    start: datetime | None
    end: datetime | None
    first: datetime | None
    last: datetime | None


def affected(before: Movement, since: datetime, until: datetime, rules: TripRules) -> Affected:
    """Return what fixes between two instants, both included, can change in a movement known so far.

    Around them lie the fixes whose doubts may change: up to half an hour for GCJ-02, on to fixes that are
    believed without any doubt, and the duration of a stop. What changes are the pieces that touch this, and
    may grow together with those beside them.
    """
    calm = _calm(before, since, until, rules)
    start, end = _covering(before.pieces, *calm)
    around = _calm(before, start, end, rules)
    return Affected(start, end, *_covering(before.pieces, *around))


def spliced(before: Movement, again: Movement, what: Affected) -> tuple[Piece, ...]:
    """Return the pieces of a movement with those that were affected as they came out again."""
    kept_before = [one for one in before.pieces if what.start is not None and one.end <= what.start]
    kept_behind = [one for one in before.pieces if what.end is not None and one.start >= what.end]
    new = [
        one
        for one in again.pieces
        if (what.start is None or one.start >= what.start) and (what.end is None or one.end <= what.end)
    ]
    return (*kept_before, *new, *kept_behind)


def _calm(
    before: Movement, since: datetime | None, until: datetime | None, rules: TripRules
) -> tuple[datetime | None, datetime | None]:
    """Return the instants beyond which no fix's standing depends on what lies between two others."""
    at = before.judged.track.at
    reach = timedelta(milliseconds=LONGEST_MS)
    lasting = np.timedelta64(round(rules.stop_duration.total_seconds() * 1000), "ms")
    is_sure = before.judged.doubts == 0
    start = end = None
    if since is not None:
        place = int(np.searchsorted(at, milliseconds(since - reach), "left")) - _AROUND
        place = _sure(is_sure, at, place, -1)
        if place >= 0:
            place = int(np.searchsorted(at, at[place] - lasting, "right")) - 2
        start = instant(at[place]) if place >= 0 else None
    if until is not None:
        place = int(np.searchsorted(at, milliseconds(until + reach), "right")) - 1 + _AROUND
        place = _sure(is_sure, at, place, 1)
        if place < len(at):
            place = int(np.searchsorted(at, at[place] + lasting, "left")) + 1
        end = instant(at[place]) if place < len(at) else None
    return start, end


def _sure(is_sure: np.ndarray, at: np.ndarray, place: int, step: int) -> int:
    """Return the far end of the next run of fixes without doubt that is long enough to be believed."""
    run = 0
    begun = place
    while 0 <= place < len(at):
        if not is_sure[place]:
            run = 0
        else:
            run += 1
            begun = place if run == 1 else begun
            lasting = abs(int((at[place] - at[begun]).astype(np.int64)))
            if run > FEWEST and lasting >= SHORTEST_MS:
                return place
        place += step
    return place


def _covering(
    pieces: tuple[Piece, ...], start: datetime | None, end: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """Return from where to where the pieces that touch a span go, and one more on either side."""
    if start is not None:
        place = bisect_left(pieces, start, key=lambda piece: piece.end) - 1
        start = pieces[place].start if place > 0 else None
    if end is not None:
        place = bisect_right(pieces, end, key=lambda piece: piece.start)
        end = pieces[place].end if place < len(pieces) - 1 else None
    return start, end
