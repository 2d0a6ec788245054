"""A track as stops and trips."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.judging import Doubt, Judged, judged
from analytics.vehicles.jumps import DRIFT_M, FEWEST
from analytics.vehicles.odometer import odometer_m
from analytics.vehicles.pieces import OdometerLack, Piece, Place, Stop, TopSpeed, Trip, TripRules
from analytics.vehicles.plane import distance_m
from analytics.vehicles.standing import box_diagonals_m, standing_steps
from analytics.vehicles.track import Track, instant
from analytics.vehicles.way import Way, seconds

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]

_USUAL: Final = TripRules()


@dataclass(frozen=True, slots=True)
class Movement:
    """A judged track, and the stops and trips it is made of, in order."""

    judged: Judged
    pieces: tuple[Piece, ...]

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The stops alone."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Stop))

    @property
    def trips(self) -> tuple[Trip, ...]:
        """The trips alone."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Trip))


def movement(track: Track, rules: TripRules = _USUAL) -> Movement:
    """Return the stops and trips of a track in whatever order its fixes came; doubtful fixes do not count.

    A stop is a run of standing steps as long as it gets, a trip what lies between two. A walk whose box has a
    diagonal below `rules.min_distance_m` is drift, as is what a parked vehicle's fixes do up to 500 m away
    and back; it belongs to the stops beside it. A track that is one short walk has no piece.
    """
    found = judged(track)
    believed = found.believed
    clean = found.track.take(believed)
    if len(clean) < 2:
        return Movement(found, ())
    way = Way.along(clean, rules)
    is_standing, drift = _without_drift(clean, rules)
    found.doubts[believed[drift]] |= Doubt.DRIFT.value
    return Movement(found, tuple(_pieces(way, is_standing, rules)))


def _without_drift(track: Track, rules: TripRules) -> tuple[Flags, Places]:
    """Return which steps the vehicle stood, drift among them, and the fixes that drifted."""
    is_standing = standing_steps(track, rules.stop_duration, rules.stop_radius_m)
    is_stop, firsts, lasts = _runs(is_standing)
    is_drift = ~is_stop & _is_drift(track, firsts, lasts, rules)
    if len(firsts) == 1:
        return is_standing, np.zeros(0, dtype=np.intp)
    is_standing = np.repeat(is_stop | is_drift, lasts - firsts)
    spans = zip(firsts[is_drift].tolist(), lasts[is_drift].tolist(), strict=True)
    inside = [np.arange(first + (first > 0), last + (last == len(track) - 1)) for first, last in spans]
    return is_standing, np.concatenate([np.zeros(0, dtype=np.intp), *inside])


def _is_drift(track: Track, firsts: Places, lasts: Places, rules: TripRules) -> Flags:
    """Tell which walks between two fixes are drift: short ones, and those of a parked vehicle and back.

    Back where it was, and never 500 m away, with fewer than three fixes or the ignition off at all of them.
    """
    reach = box_diagonals_m(track, firsts, lasts)
    ends = distance_m(track.lon[firsts], track.lat[firsts], track.lon[lasts], track.lat[lasts])
    not_off = np.concatenate([[0], np.cumsum(track.ignition != 0)])
    is_off = not_off[lasts] == not_off[firsts + 1]
    is_back = (ends <= rules.stop_radius_m) & (reach < DRIFT_M)
    return (reach < rules.min_distance_m) | (is_back & (is_off | (lasts - firsts - 1 < FEWEST)))


def _runs(is_standing: Flags) -> tuple[Flags, Places, Places]:
    """Return the runs of equal steps: whether they stand, their first fixes and their last."""
    cuts = np.flatnonzero(np.diff(is_standing)) + 1
    firsts = np.concatenate([[0], cuts])
    return is_standing[firsts], firsts, np.concatenate([cuts, [len(is_standing)]])


def _pieces(way: Way, is_standing: Flags, rules: TripRules) -> list[Piece]:
    is_stop, firsts, lasts = _runs(is_standing)
    if len(firsts) == 1 and not is_stop[0]:
        reach = box_diagonals_m(way.track, firsts, lasts)
        if reach[0] < rules.min_distance_m:
            return []
    spans = zip(is_stop.tolist(), firsts.tolist(), lasts.tolist(), strict=True)
    return [_stop(way, first, last) if stop else _trip(way, first, last) for stop, first, last in spans]


def _stop(way: Way, first: int, last: int) -> Stop:
    track = way.track
    lon, lat = (float(np.median(column[first : last + 1])) for column in (track.lon, track.lat))
    return Stop(
        instant(track.at[first]),
        instant(track.at[last]),
        Place(lon, lat),
        seconds(way.on_ms[first:last]),
        last - first + 1,
    )


def _trip(way: Way, first: int, last: int) -> Trip:
    track = way.track.take(slice(first, last + 1))
    track_m = int(way.length_mm[first:last].sum()) / 1000
    gap_s = seconds(way.gap_ms[first:last])
    counted = odometer_m(track, track_m, gap_s)
    by_odometer = None if isinstance(counted, OdometerLack) else counted
    return Trip(
        instant(track.at[0]),
        instant(track.at[-1]),
        _place(track, 0),
        _place(track, -1),
        track_m if by_odometer is None else by_odometer,
        track_m,
        by_odometer,
        counted if isinstance(counted, OdometerLack) else None,
        seconds(way.driving_ms[first:last]),
        seconds(way.idling_ms[first:last]),
        seconds(way.stopped_ms[first:last]),
        gap_s,
        _top(way, first, last),
        len(track),
    )


def _place(track: Track, fix: int) -> Place:
    return Place(float(track.lon[fix]), float(track.lat[fix]))


def _top(way: Way, first: int, last: int) -> TopSpeed | None:
    """Return the highest speed from one fix to another, the earliest of equals."""
    # a speed that is not reported is that of the step to the fix, and this one lies before the trip
    begin = first + int(np.isnan(way.track.speed_kmh[first]))
    fix = begin + int(way.speed_kmh[begin : last + 1].argmax())
    if way.speed_kmh[fix] < 0:
        return None
    return TopSpeed(float(way.speed_kmh[fix]), instant(way.track.at[fix]), _place(way.track, fix))
