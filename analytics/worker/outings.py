"""Make outings of the trips and stops of a locked vehicle, in the transaction that writes these.

Read is from one stop at home to another, so that what is written does not depend on what was changed. How far
a trip came from home is measured once, of its own fixes, and kept with it.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np

from analytics.vehicles.homes import Homes, digest, furthest_m, outside_m
from analytics.vehicles.outings import Halt, Leg, Outing, outings
from analytics.worker.vehicle_track import vehicle_track
from models.geofences import Geofence
from models.track_window import Window
from storage import outings as stored
from storage import tracks
from storage.consumption import Connection
from storage.outings import HomeRow, OutingRow
from storage.tracks import StopRow, TripRow

_Row: TypeAlias = TripRow | StopRow
_EVER = Window(None, None)
_INSTANT = timedelta(microseconds=1)
_log = logging.getLogger(__name__)


class Outings:
    """Computes the outings of vehicles; remembers which names of homes it complained about."""

    def __init__(self, homes: Homes) -> None:
        self._homes = homes
        self._said: set[tuple[int, str]] = set()
        self._is_caught_up = False

    def outdated(self, connection: Connection, most: int) -> list[int]:
        """Return some of the vehicles whose outings were computed with other homes; after these, none."""
        if self._is_caught_up:
            return []
        known = stored.homes(connection, stored.vehicles_with_trips(connection))
        old = [row.vehicle for row in known if row.digest != digest(self._homes.of(row.named))]
        self._is_caught_up = len(old) <= most
        return old[:most]

    def renew(self, connection: Connection, vehicle: int, changed: Sequence[Sequence[_Row]]) -> None:
        """Compute again what changed pieces of a locked vehicle touch, and all of it where homes changed.

        `changed` are pieces that went or came, those that lie close together in one.
        """
        (known,) = stored.homes(connection, [vehicle])
        fences = self._fences(known)
        now = digest(fences)
        one = _Vehicle(connection, vehicle, fences)
        if known.digest != now:
            stored.set_homes(connection, vehicle, now)
            one.rewrite(_EVER)
            return
        if not fences:
            # no home, no outing: there is nothing between homes to look for
            return
        for rows in filter(None, changed):
            begin, end = min(row.started_at for row in rows), max(row.ended_at for row in rows)
            one.rewrite(one.between_homes(begin, end))

    def _fences(self, known: HomeRow) -> tuple[Geofence, ...]:
        for name in self._homes.unknown(known.named):
            if (known.vehicle, name) not in self._said:
                self._said.add((known.vehicle, name))
                remedy = "draw it in config/geofences/ with the role home, or name another in the registry"
                _log.warning("no such home fence=%s vehicle=%d remedy=%s", name, known.vehicle, remedy)
        return self._homes.of(known.named)


class _Vehicle:
    """A locked vehicle with its homes."""

    def __init__(self, connection: Connection, vehicle: int, fences: Sequence[Geofence]) -> None:
        self._connection = connection
        self._vehicle = vehicle
        self._fences = fences

    def between_homes(self, since: datetime, until: datetime) -> Window:
        """Return the window from a stop at home to another, around a span; no bound where there is none."""
        begin, end = stored.around(self._connection, self._vehicle, since, until)
        while True:
            # a piece that ends where the span begins lies before it
            within = tracks.window(self._connection, self._vehicle, begin + _INSTANT, end - _INSTANT)
            pieces = self._pieces(within)
            is_begin = within.first is None or self._is_home(pieces[:1])
            is_end = within.last is None or self._is_home(pieces[-1:])
            if is_begin and is_end:
                return within
            begin = begin if is_begin or within.first is None else within.first
            end = end if is_end or within.last is None else within.last

    def rewrite(self, within: Window) -> None:
        """Write the outings of a window between stops at home; none where there is no home."""
        found: list[Outing] = []
        if self._fences:
            pieces = self._pieces(within)
            found = outings(self._legs(within, pieces), self._halts(pieces))
        stored.rewrite(self._connection, self._vehicle, within, [_row(outing) for outing in found])

    def _pieces(self, within: Window) -> list[_Row]:
        trips, stops = tracks.pieces(self._connection, self._vehicle, within)
        return sorted((*trips, *stops), key=lambda row: row.started_at)

    def _is_home(self, pieces: Sequence[_Row]) -> bool:
        return any(halt.is_home for halt in self._halts(pieces))

    def _halts(self, pieces: Sequence[_Row]) -> list[Halt]:
        stops = [row for row in pieces if isinstance(row, StopRow)]
        if not stops or not self._fences:
            return []
        lon, lat = np.array([stop.lon for stop in stops]), np.array([stop.lat for stop in stops])
        away = outside_m(self._fences, lon, lat).tolist()
        return [
            Halt(stop.started_at, stop.ended_at, stop.lon, stop.lat, away_m)
            for stop, away_m in zip(stops, away, strict=True)
        ]

    def _legs(self, within: Window, pieces: Sequence[_Row]) -> list[Leg]:
        known = stored.reach(self._connection, self._vehicle, within)
        trips = [row for row in pieces if isinstance(row, TripRow)]
        new = {trip.started_at: self._reached(trip) for trip in trips if trip.started_at not in known}
        if new:
            stored.write_reach(self._connection, self._vehicle, new)
        reached = known | new
        return [
            Leg(trip.started_at, trip.ended_at, trip.distance_m, reached[trip.started_at]) for trip in trips
        ]

    def _reached(self, trip: TripRow) -> float:
        track = vehicle_track(self._connection, self._vehicle, Window(trip.started_at, trip.ended_at))
        return furthest_m(self._fences, track)


def _row(outing: Outing) -> OutingRow:
    stay = outing.longest
    return OutingRow(
        outing.started_at,
        outing.ended_at,
        outing.trips,
        outing.distance_m,
        outing.furthest_m,
        None if stay is None else stay.lasting_s,
        None if stay is None else stay.start,
        None if stay is None else stay.lon,
        None if stay is None else stay.lat,
    )
