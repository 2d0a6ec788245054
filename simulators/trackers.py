"""What a vehicle's BeiDou terminal reports: a fix every 30 s while driving, every 15 minutes while parked."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from models.registry import Vehicle
from simulators.chance import chance
from simulators.days import LocalDay, local_day
from simulators.demand import Demand
from simulators.drafts import Draft, Fix
from simulators.errands import Errands
from simulators.plan import planned
from simulators.site import SimulatedSite
from simulators.trips import STEP_S, Leg, Trip, metres
from simulators.use import Pool

_NOISE_DEGREES = 1.5e-5
_TANK_L, _REFUEL_BELOW_L = 65.0, 25.0
_LITRES_PER_KM = {"diesel": 0.14, "gasoline": 0.105}
_NONE = Errands({})


@dataclass(frozen=True, slots=True)
class VehicleDay:
    """A vehicle's day: what its terminal reports and the trips that really began."""

    drafts: list[Draft]
    trips: tuple[Trip, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A tank that was filled in the evening of a day: litres, and the odometer [km]."""

    on: date
    litres: float
    odometer_km: float


@dataclass(frozen=True, slots=True)
class _Track:
    """A vehicle's day by columns: epoch seconds, degrees, km/h, degrees, metres driven today."""

    at: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    speed: NDArray[np.float64]
    heading: NDArray[np.float64]
    driven: NDArray[np.float64]
    ignition: NDArray[np.float64]


class Logbook:
    """Keeps one vehicle's odometer and tank from the day its terminal was fitted; days go forward only."""

    def __init__(
        self, vehicle: Vehicle, site: SimulatedSite, demand: Demand, pool: Pool, placed: Errands = _NONE
    ) -> None:
        self._errands = placed
        self._vehicle, self._zone, self._demand, self._pool = vehicle, site.zone, demand, pool
        self._first = self._on = vehicle.valid_from.astimezone(site.zone).date()
        start = chance(demand.seed, "odometer", vehicle.device)
        self._metres = int(start.integers(5_000, 90_000)) * 1000
        self._fuel = float(start.uniform(_REFUEL_BELOW_L, _TANK_L))
        self._litres_per_metre = _LITRES_PER_KM.get(vehicle.fuel, 0.105) / 1000
        self._filled: list[Filled] = []

    def day(self, on: date) -> VehicleDay:
        """Return a day's reports and trips, having driven all days before it."""
        if on < self._first:
            return VehicleDay([], ())
        self._drive_until(on)
        day = local_day(on, self._zone)
        trips = self._trips(day)
        return VehicleDay(self._drafts(day, self._legs(on, trips)), trips)

    def filled_before(self, on: date) -> list[Filled]:
        """Return every time the tank was filled before a day, having driven all days before it."""
        self._drive_until(max(on, self._first))
        return list(self._filled)

    def _drive_until(self, on: date) -> None:
        if on < self._on:
            raise ValueError(f"{on} lies before {self._on}, which is driven already")
        while self._on < on:
            self._drive(self._legs(self._on, self._trips(local_day(self._on, self._zone))))
            self._on += timedelta(days=1)

    def _trips(self, day: LocalDay) -> tuple[Trip, ...]:
        return planned(self._demand, self._vehicle, day, self._pool, self._errands)

    def _legs(self, on: date, trips: tuple[Trip, ...]) -> list[Leg]:
        """Return the drives of a day in order, those home from trips of days before among them."""
        begun = (
            leg for trip in trips for leg in ((trip.out, trip.home) if not trip.days_away else (trip.out,))
        )
        return sorted((*begun, *self._errands.returning(on)), key=lambda leg: leg.start_s)

    def _drive(self, legs: list[Leg]) -> None:
        driven = sum(leg.metres for leg in legs)
        self._metres += driven
        # what a day burns beyond the tank nobody sees: its level stays at nothing
        self._fuel = max(self._fuel - driven * self._litres_per_metre, 0.0)
        if self._fuel < _REFUEL_BELOW_L:
            self._filled.append(Filled(self._on, round(_TANK_L - self._fuel, 2), self._metres / 1000))
            self._fuel = _TANK_L

    def _drafts(self, day: LocalDay, legs: list[Leg]) -> list[Draft]:
        generator = chance(self._demand.seed, "fixes", self._vehicle.device, day.on)
        woken_at = self._errands.slept_away(day.on) or (self._pool.home_lon, self._pool.home_lat)
        track = _track(day, legs, woken_at, generator)
        fixes = _fixes(track, self._pool, generator)
        odometer = ((self._metres + track.driven) / 1000).round(1)
        fuel = np.maximum(self._fuel - track.driven * self._litres_per_metre, 0.0).round(1)
        columns = zip(
            track.at.tolist(), odometer.tolist(), fuel.tolist(), track.ignition.tolist(), fixes, strict=True
        )
        return [
            Draft(at, at // STEP_S % 10_000_000, {"odometer_km": km, "fuel_l": litres, "ignition": on}, fix)
            for at, km, litres, on, fix in columns
        ]


def _track(
    day: LocalDay, legs: list[Leg], place: tuple[float, float], generator: np.random.Generator
) -> _Track:
    pieces: list[_Track] = []
    at, driven = day.start, 0.0
    for leg in legs:
        pieces.append(_parked(at, day.start + leg.start_s, place, driven))
        pieces.append(_driving(day.start, leg, driven, generator))
        at, place, driven = day.start + leg.end_s + 1, leg.corners[-1], driven + leg.metres
    pieces.append(_parked(at, day.end, place, driven))
    return _Track(
        *(np.concatenate([getattr(piece, name) for piece in pieces]) for name in _Track.__dataclass_fields__)
    )


def _parked(start: int, end: int, place: tuple[float, float], driven: float) -> _Track:
    at = np.arange(-(-start // 900) * 900, end, 900, dtype=np.int64)
    still = np.zeros(len(at))
    return _Track(at, still + place[0], still + place[1], still, still, still + driven, still)


def _driving(midnight: int, leg: Leg, driven: float, generator: np.random.Generator) -> _Track:
    at = np.arange(midnight + leg.start_s, midnight + leg.end_s + 1, STEP_S, dtype=np.int64)
    steps = len(at) - 1
    pace = np.convolve(generator.uniform(0.4, 1.3, steps + 4), np.ones(5) / 5, mode="valid")
    pace *= np.clip(np.minimum(np.arange(steps) + 1, steps - np.arange(steps)) / 4, 0, 1)
    along = np.concatenate([[0.0], np.cumsum(pace) / pace.sum() * leg.metres])
    pieces = [metres(a, b) for a, b in pairwise(leg.corners)]
    marks = np.concatenate([[0.0], np.cumsum(pieces)])
    lon = np.interp(along, marks, [corner[0] for corner in leg.corners])
    lat = np.interp(along, marks, [corner[1] for corner in leg.corners])
    speed = np.concatenate([[0.0], np.diff(along) / STEP_S * 3.6])
    east = np.gradient(lon) * np.cos(np.radians(lat))
    heading = np.degrees(np.arctan2(east, np.gradient(lat))) % 360
    return _Track(at, lon, lat, speed, heading, driven + along, np.ones(len(at)))


def _fixes(track: _Track, pool: Pool, generator: np.random.Generator) -> list[Fix]:
    size = len(track.at)
    lon = (track.lon + generator.normal(0, _NOISE_DEGREES, size)).round(6)
    lat = (track.lat + generator.normal(0, _NOISE_DEGREES, size)).round(6)
    altitude = (pool.altitude_m + generator.normal(0, 3, size)).round(0)
    satellites = generator.integers(9, 22, size)
    columns = (lon, lat, altitude, track.speed.round(1), track.heading.round(0) % 360, satellites)
    names = ("lon", "lat", "altitude_m", "speed_kmh", "heading_deg", "satellites")
    return [
        {**dict(zip(names, row, strict=True)), "system": "BDS"}
        for row in zip(*(column.tolist() for column in columns), strict=True)
    ]
