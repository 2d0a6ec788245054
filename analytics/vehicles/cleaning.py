"""Which fixes to believe. Order of arrival never matters."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from analytics.vehicles.geodesy import metres, seconds, steps_m
from analytics.vehicles.judging import FEWEST_SATELLITES, NULL_ISLAND
from analytics.vehicles.jumps import DRIFT_M, FASTEST_M_S, FEWEST, NOISE_M
from models.fixes import Fix


def cleaned(fixes: Iterable[Fix]) -> list[Fix]:
    """Return the fixes to believe, by event time, each instant once.

    Left out are fixes at 0, 0, of fewer than four satellites, and jumps: what the vehicle could not have
    reached at 200 km/h, or with the ignition off at all, unless three fixes say so. The newest fix of a track
    is left out as a jump as well, until others agree with it.

    >>> from datetime import UTC, datetime, timedelta
    >>> begin = datetime(2026, 11, 21, tzinfo=UTC)
    >>> track = [Fix(begin + timedelta(seconds=30 * i), 106.2, 38.5) for i in range(4)]
    >>> jump = Fix(begin + timedelta(seconds=45), 107.2, 38.5)
    >>> cleaned([jump, *reversed(track)]) == track
    True
    """
    valid = _valid(fixes)
    if len(valid) < 2 or _is_one_track(valid):
        return valid
    tracks = _tracks(valid)
    longest = max(tracks, key=len)
    believed = [track for track in tracks if track is longest or len(track) >= FEWEST]
    return sorted((fix for track in believed for fix in track), key=_order)


def _valid(fixes: Iterable[Fix]) -> list[Fix]:
    found: list[Fix] = []
    for fix in sorted(fixes, key=_order):
        is_null = abs(fix.lon) < NULL_ISLAND and abs(fix.lat) < NULL_ISLAND
        is_weak = fix.satellites is not None and fix.satellites < FEWEST_SATELLITES
        if not is_null and not is_weak and (not found or found[-1].at < fix.at):
            found.append(fix)
    return found


def _order(fix: Fix) -> tuple[object, ...]:
    said = (fix.speed_kmh, fix.satellites, fix.is_on)
    return fix.at, fix.lon, fix.lat, *((value is None, value or 0) for value in said)


def _is_one_track(fixes: Sequence[Fix]) -> bool:
    """Tell whether every fix can be reached from the one before: of most tracks, and soon told."""
    steps = steps_m(fixes)
    if bool((steps <= NOISE_M).all()):
        return True
    is_off = [before.is_on is False and after.is_on is False for before, after in pairwise(fixes)]
    within = seconds(fixes) * FASTEST_M_S + NOISE_M
    within[is_off] = DRIFT_M
    return bool((steps <= within).all())


def _tracks(fixes: Iterable[Fix]) -> list[list[Fix]]:
    """Return the fixes as tracks each of which a vehicle could have driven; the longest takes what it can."""
    tracks: list[list[Fix]] = []
    for fix in fixes:
        open_to = [track for track in tracks if _is_reachable(track[-1], fix)]
        if open_to:
            max(open_to, key=len).append(fix)
        else:
            tracks.append([fix])
    return tracks


def _is_reachable(start: Fix, end: Fix) -> bool:
    if start.is_on is False and end.is_on is False:
        return metres(start, end) <= DRIFT_M
    return metres(start, end) <= (end.at - start.at).total_seconds() * FASTEST_M_S + NOISE_M
