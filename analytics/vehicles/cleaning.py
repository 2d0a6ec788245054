"""Which fixes the rules believe: those that trips are made of."""

from collections.abc import Iterable
from dataclasses import replace

from analytics.vehicles.judging import judged
from analytics.vehicles.track import order, track_of
from models.fixes import Fix


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
    track = track_of(fixes)
    places, found = order(track), judged(track)
    believed: list[Fix] = []
    for place in found.believed.tolist():
        fix = fixes[place if places is None else int(places[place])]
        if found.doubts[place]:
            fix = replace(fix, lon=float(found.track.lon[place]), lat=float(found.track.lat[place]))
        believed.append(fix)
    return believed
