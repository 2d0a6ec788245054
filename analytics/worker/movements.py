"""Make trips and stops of the fixes that came, of each vehicle once a minute at most.

A vehicle is locked first and read by later statements, so two workers do not compute it at once. Its marks go
in the transaction that writes its pieces: a crash leaves them to be computed again. Only what new fixes can
change is read. Days and months that its pieces lie on are added up in the same transaction: all of them,
where they are those of another clock now.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from analytics.vehicles.homes import Homes
from analytics.vehicles.late import renewed
from analytics.vehicles.movement import movement
from analytics.vehicles.pieces import Place, Stop, Trip, TripRules
from analytics.worker.orders import follow
from analytics.worker.outings import Outings
from analytics.worker.vehicle_track import vehicle_track
from models.track_window import Window
from storage import tracks
from storage.consumption import Connection
from storage.tracks import StopRow, TripRow

EVERY: Final = timedelta(minutes=1)
"""How often the trips of a vehicle are computed at most."""

A_TURN: Final = 20
"""So many vehicles are computed before meters have their turn again."""

_APART: Final = timedelta(days=1)
"""Marks further apart than this are computed one after the other: late fixes are few."""
_HOUR: Final = timedelta(hours=1)


_Row: TypeAlias = TripRow | StopRow


class Movements:
    """Computes vehicles with new fixes; remembers when it computed each."""

    def __init__(
        self, rules: TripRules | None = None, every: timedelta = EVERY, homes: Homes | None = None
    ) -> None:
        self._rules = rules or TripRules()
        self._outings = None if homes is None else Outings(homes)
        self._every = every
        self._computed_at: dict[int, datetime] = {}

    def compute(self, connection: Connection, now: datetime) -> int:
        """Compute some of the vehicles that are due, or whose homes changed; return how many these were."""
        self._computed_at = {
            vehicle: at for vehicle, at in self._computed_at.items() if timedelta() <= now - at < self._every
        }
        due = tracks.vehicles_to_compute(connection, self._computed_at.keys(), A_TURN)
        for vehicle in due:
            self._vehicle(connection, vehicle, now)
            self._computed_at[vehicle] = now
        outdated = [] if self._outings is None else self._outings.outdated(connection, A_TURN)
        for vehicle in outdated:
            self._vehicle(connection, vehicle, now)
        return len(due) + len(outdated)

    def _vehicle(self, connection: Connection, vehicle: int, now: datetime) -> None:
        with connection.transaction():
            if tracks.try_vehicle(connection, vehicle):
                known, changed = _Stored(connection, vehicle, self._rules), list[list[_Row]]()
                hours, is_another_clock = tracks.take_marks(connection, vehicle)
                for since, until in _spans(hours):
                    gone, new = renewed(known, since, until)
                    _rewrite(connection, vehicle, gone, new)
                    changed.append([*gone, *new])
                _add_up(connection, vehicle, [row for rows in changed for row in rows], is_another_clock)
                if self._outings is not None:
                    self._outings.renew(connection, vehicle, changed)
                    follow(connection, vehicle, now)


@dataclass(frozen=True, slots=True)
class _Stored:
    """The pieces of a locked vehicle, as rows."""

    connection: Connection
    vehicle: int
    rules: TripRules

    def window(self, since: datetime, until: datetime) -> Window:
        return tracks.window(self.connection, self.vehicle, since, until)

    def stored(self, within: Window) -> list[_Row]:
        trips, stops = tracks.pieces(self.connection, self.vehicle, within)
        return sorted((*trips, *stops), key=lambda row: row.started_at)

    def computed(self, within: Window) -> list[_Row]:
        pieces = movement(vehicle_track(self.connection, self.vehicle, within), self.rules).pieces
        return [_trip(piece) if isinstance(piece, Trip) else _stop(piece) for piece in pieces]


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


def _rewrite(connection: Connection, vehicle: int, gone: Sequence[_Row], new: Sequence[_Row]) -> None:
    if gone:
        tracks.remove_pieces(connection, vehicle, *_by_kind(gone))
    if new:
        tracks.write_pieces(connection, vehicle, *_by_kind(new))


def _add_up(connection: Connection, vehicle: int, changed: Sequence[_Row], is_another_clock: bool) -> None:
    if is_another_clock:
        tracks.add_up_pieces(connection, vehicle, None, None)
    elif changed:
        since, until = min(row.started_at for row in changed), max(row.ended_at for row in changed)
        tracks.add_up_pieces(connection, vehicle, since, until)


def _by_kind(rows: Sequence[_Row]) -> tuple[list[TripRow], list[StopRow]]:
    return (
        [row for row in rows if isinstance(row, TripRow)],
        [row for row in rows if isinstance(row, StopRow)],
    )


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
