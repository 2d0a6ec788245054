"""Make trips and stops of the fixes that came, of each vehicle once a minute at most.

A vehicle is locked first and read by later statements, so two workers do not compute it at once. Its marks go
in the transaction that writes its pieces: a crash leaves them to be computed again. Only what new fixes can
change is read: the pieces that they touch, with a margin. One piece more on either side must come out as it
is stored; where it does not, the margin was too small, and the same is tried with a larger one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

import numpy as np

from analytics.vehicles.movement import movement
from analytics.vehicles.pieces import Place, Stop, Trip, TripRules
from analytics.vehicles.track import Track, in_order, milliseconds
from storage import tracks
from storage.consumption import Connection
from storage.tracks import StopRow, TripRow, Window

EVERY: Final = timedelta(minutes=1)
"""How often the trips of a vehicle are computed at most."""

A_TURN: Final = 20
"""So many vehicles are computed before meters have their turn again."""

MARGIN: Final = timedelta(hours=1)
"""So far around new fixes what is believed of others may change: half an hour of GCJ-02, and a stop."""

_APART: Final = timedelta(days=1)
"""Marks further apart than this are computed one after the other: late fixes are few."""
_HOUR: Final = timedelta(hours=1)
_WIDER: Final = 8
_WIDEST: Final = timedelta(days=60)
_ROUNDING: Final = timedelta(milliseconds=1)


_Row = TypeVar("_Row", TripRow, StopRow)


@dataclass(frozen=True, slots=True)
class _Rows:
    trips: Sequence[TripRow]
    stops: Sequence[StopRow]

    @property
    def both(self) -> list[TripRow | StopRow]:
        return sorted((*self.trips, *self.stops), key=lambda row: row.started_at)


class Movements:
    """Computes vehicles with new fixes; remembers when it computed each."""

    def __init__(self, rules: TripRules | None = None, every: timedelta = EVERY) -> None:
        self._rules = rules or TripRules()
        self._every = every
        self._computed_at: dict[int, datetime] = {}

    def compute(self, connection: Connection, now: datetime) -> int:
        """Compute some of the vehicles that are due; return how many these were."""
        self._computed_at = {
            vehicle: at for vehicle, at in self._computed_at.items() if timedelta() <= now - at < self._every
        }
        due = tracks.vehicles_to_compute(connection, self._computed_at.keys(), A_TURN)
        for vehicle in due:
            self._vehicle(connection, vehicle)
            self._computed_at[vehicle] = now
        return len(due)

    def _vehicle(self, connection: Connection, vehicle: int) -> None:
        with connection.transaction():
            if tracks.try_vehicle(connection, vehicle):
                for since, until in _spans(tracks.take_marks(connection, vehicle)):
                    self._span(connection, vehicle, since, until)

    def _span(self, connection: Connection, vehicle: int, since: datetime, until: datetime) -> None:
        margin = MARGIN
        while True:
            within = (
                tracks.window(connection, vehicle, since - margin, until + margin)
                if margin <= _WIDEST
                else Window(None, None)
            )
            stored = _Rows(*tracks.pieces(connection, vehicle, within))
            found = self._found(connection, vehicle, within)
            if _fits(stored, found, within):
                _rewrite(connection, vehicle, stored, found)
                return
            margin *= _WIDER

    def _found(self, connection: Connection, vehicle: int, within: Window) -> _Rows:
        pieces = movement(_track(connection, vehicle, within), self._rules).pieces
        return _Rows(
            [_trip(piece) for piece in pieces if isinstance(piece, Trip)],
            [_stop(piece) for piece in pieces if isinstance(piece, Stop)],
        )


def _spans(hours: Sequence[datetime]) -> Iterator[tuple[datetime, datetime]]:
    """Yield from where to where marked hours go, those of a day in one."""
    begin: datetime | None = None
    end = begin
    for hour in hours:
        if begin is None or end is None:
            begin = hour
        elif hour - end > _APART:
            yield begin, end
            begin = hour
        end = hour + _HOUR
    if begin is not None and end is not None:
        yield begin, end


def _track(connection: Connection, vehicle: int, within: Window) -> Track:
    """Return the fixes of a window; instants are kept to the millisecond, in the table to the microsecond."""
    wide = Window(
        None if within.first is None else within.first - _ROUNDING,
        None if within.last is None else within.last + _ROUNDING,
    )
    at, lon, lat, speed, satellites, ignition, odometer = tracks.columns(connection, vehicle, wide)
    track = in_order(
        Track(at.astype("datetime64[ms]"), lon, lat, speed, satellites, ignition.astype(np.int8), odometer)
    )
    return track.within(
        None if within.first is None else milliseconds(within.first),
        None if within.last is None else milliseconds(within.last),
    )


def _fits(stored: _Rows, found: _Rows, within: Window) -> bool:
    """Tell whether the pieces at the bounds of a window, which nothing new touches, came out as stored."""
    was, now = stored.both, found.both
    if within.first is not None and was[:1] != now[:1]:
        return False
    return within.last is None or was[-1:] == now[-1:]


def _rewrite(connection: Connection, vehicle: int, stored: _Rows, found: _Rows) -> None:
    """Write what came out otherwise."""
    gone = _Rows(_without(stored.trips, found.trips), _without(stored.stops, found.stops))
    new = _Rows(_without(found.trips, stored.trips), _without(found.stops, stored.stops))
    if gone.both:
        tracks.remove_pieces(connection, vehicle, gone.trips, gone.stops)
    if new.both:
        tracks.write_pieces(connection, vehicle, new.trips, new.stops)


def _without(rows: Sequence[_Row], others: Sequence[_Row]) -> list[_Row]:
    known = set(others)
    return [row for row in rows if row not in known]


def _stop(stop: Stop) -> StopRow:
    return StopRow(stop.start, stop.end, stop.place.lon, stop.place.lat, stop.idling_s, stop.fixes)


def _trip(trip: Trip) -> TripRow:
    top = trip.top
    return TripRow(
        trip.start,
        trip.end,
        *_degrees(trip.start_place),
        *_degrees(trip.end_place),
        trip.distance_m,
        trip.track_m,
        trip.odometer_m,
        None if trip.odometer_lack is None else trip.odometer_lack.value,
        trip.driving_s,
        trip.idling_s,
        trip.stopped_s,
        trip.gap_s,
        None if top is None else top.speed_kmh,
        None if top is None else top.at,
        *((None, None) if top is None else _degrees(top.place)),
        trip.fixes,
    )


def _degrees(place: Place) -> tuple[float, float]:
    return place.lon, place.lat
