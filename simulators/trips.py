"""Where each vehicle goes on a day: trips as a pure function of seed, vehicle and day."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from models.registry import Vehicle
from simulators.chance import chance
from simulators.days import LocalDay
from simulators.use import Pool

STEP_S = 30
"""How often a moving tracker reports."""

_KM_PER_DEGREE = 111.195
_LAST_RETURN_S = 86_000

Corners = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """One drive: its corners (lon, lat), its length, and how many seconds after midnight it runs."""

    corners: Corners
    metres: int
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class Trip:
    """Out to a destination and home again; `home` counts from the midnight `days_away` days later."""

    destination: str
    out: Leg
    home: Leg
    days_away: int = 0
    violation: str = ""

    @property
    def metres(self) -> int:
        """The length of both drives."""
        return self.out.metres + self.home.metres


def metres(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Return the distance of two points (lon, lat) a few dozen kilometres apart."""
    east = (end[0] - start[0]) * math.cos(math.radians((start[1] + end[1]) / 2))
    return math.hypot(east, end[1] - start[1]) * _KM_PER_DEGREE * 1000


def trips_of(seed: int, vehicle: Vehicle, day: LocalDay, pool: Pool, *, workday: bool) -> tuple[Trip, ...]:
    """Return the day's trips in order; they do not overlap and end before midnight."""
    generator = chance(seed, "trips", vehicle.device, day.on)
    out_by_day, at_night = generator.random(2)
    trips: list[Trip] = []
    if workday and out_by_day < pool.trips_per_workday:
        trips.append(_trip(generator, pool, 8 * 3600 + int(generator.integers(0, 3 * 3600))))
    if vehicle.duty == "enforcement" and at_night < pool.night_trips_per_day:
        start = 20 * 3600 + int(generator.integers(0, 1800))
        trips.append(_trip(generator, _nearest_only(pool), start))
    return _apart(trips)


def _trip(generator: np.random.Generator, pool: Pool, start_s: int) -> Trip:
    weights = np.array([destination.weight for destination in pool.destinations])
    chosen = pool.destinations[int(generator.choice(len(weights), p=weights / weights.sum()))]
    corners = corners_to(generator, pool, (chosen.lon, chosen.lat))
    length = sum(metres(a, b) for a, b in pairwise(corners))
    kmh = generator.uniform(26, 38) if length < 20_000 else generator.uniform(50, 68)
    drive_s = max(round(length / 1000 / kmh * 3600 / STEP_S), 4) * STEP_S
    start_s -= start_s % STEP_S
    latest = _LAST_RETURN_S - start_s - 2 * drive_s
    stay_s = int(min(generator.integers(1200, 9000), max(latest, 600))) // STEP_S * STEP_S
    out = Leg(corners, round(length), start_s, start_s + drive_s)
    back_s = out.end_s + stay_s
    return Trip(chosen.name, out, Leg(corners[::-1], round(length), back_s, back_s + drive_s))


def corners_to(generator: np.random.Generator, pool: Pool, to: tuple[float, float]) -> Corners:
    """Return the way from home to a place in three pieces: roads of the plain run along the compass."""
    turn = pool.home_lon + (to[0] - pool.home_lon) * generator.uniform(0.2, 0.8)
    return ((pool.home_lon, pool.home_lat), (turn, pool.home_lat), (turn, to[1]), to)


def _nearest_only(pool: Pool) -> Pool:
    home = (pool.home_lon, pool.home_lat)
    nearest = sorted(pool.destinations, key=lambda to: metres(home, (to.lon, to.lat)))[:3]
    return pool.model_copy(update={"destinations": tuple(nearest)})


def _apart(trips: list[Trip]) -> tuple[Trip, ...]:
    kept: list[Trip] = []
    for trip in trips:
        if (not kept or trip.out.start_s > kept[-1].home.end_s) and trip.home.end_s < 86_400:
            kept.append(trip)
    return tuple(kept)
