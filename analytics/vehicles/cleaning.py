"""Which fixes the rules believe: those that trips are made of."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from analytics.vehicles.judging import FEWEST_SATELLITES, MOVING_KMH, NULL_ISLAND, judged
from analytics.vehicles.track import order, track_of
from models.fixes import Fix

_NEAR_DEGREES: Final = 0.0004
"""At most 45 m: no step can be a jump."""
_HIGHEST_LAT: Final = 89.0


def cleaned(fixes: Iterable[Fix]) -> list[Fix]:
    """Return the fixes to believe, by event time, each instant once; some are put elsewhere, as `Doubt` says.

    The newest fix of a track is left out as a jump as well, until others agree with it.

    >>> from datetime import UTC, datetime, timedelta
    >>> begin = datetime(2026, 11, 21, tzinfo=UTC)
    >>> track = [Fix(begin + timedelta(seconds=30 * i), 106.2, 38.5) for i in range(4)]
    >>> jump = Fix(begin + timedelta(seconds=45), 107.2, 38.5)
    >>> cleaned([jump, *reversed(track)]) == track
    True
    """
    fixes = list(fixes)
    if not fixes:
        return []
    if _stands(fixes):
        # most vehicles, most of the time
        return fixes
    track = track_of(fixes)
    places, found = order(track), judged(track)
    believed: list[Fix] = []
    for place in found.believed.tolist():
        fix = fixes[place if places is None else int(places[place])]
        if found.doubts[place]:
            fix = replace(fix, lon=float(found.track.lon[place]), lat=float(found.track.lat[place]))
        believed.append(fix)
    return believed


def _stands(fixes: Sequence[Fix]) -> bool:
    """Tell whether fixes are in order, good by themselves, slow, and all within a few metres of the first."""
    first, before = fixes[0], None
    for fix in fixes:
        if before is not None and fix.at <= before.at:
            return False
        is_slow = fix.speed_kmh is None or fix.speed_kmh < MOVING_KMH
        is_sure = fix.satellites is None or fix.satellites >= FEWEST_SATELLITES
        is_near = abs(fix.lon - first.lon) < _NEAR_DEGREES and abs(fix.lat - first.lat) < _NEAR_DEGREES
        if not (is_slow and is_sure and is_near):
            return False
        before = fix
    return max(abs(first.lon), abs(first.lat)) > 2 * NULL_ISLAND and abs(first.lat) < _HIGHEST_LAT
