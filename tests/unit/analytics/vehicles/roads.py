"""Tracks of a day by hand or by chance: stays and drives, and what trackers do wrong to them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.gcj02 import shifted
from analytics.vehicles.track import UNKNOWN, Track

BEGIN = np.datetime64("2026-11-21T00:00:00.000", "ms")
M_PER_DEGREE = 111_000.0
HOME = (106.2, 38.5)


@dataclass(frozen=True, slots=True)
class Part:
    """So long [s] at a speed [m/s] and heading [rad], a fix every so often [s]; 0 m/s stands."""

    lasting_s: int
    speed_m_s: float = 0.0
    heading: float = 0.0
    every_s: int = 30


def road(*parts: Part, noise_m: float = 0.0, seed: int = 0) -> Track:
    """Return the track of some parts one after the other, from home."""
    noise = np.random.default_rng(seed)
    east = north = driven = 0.0
    second = 0
    rows: list[tuple[float, ...]] = []
    for part in parts:
        for _ in range(max(part.lasting_s // part.every_s, 1)):
            is_on = float(part.speed_m_s > 0)
            rows.append((second, east, north, part.speed_m_s * 3.6, is_on, driven))
            second += part.every_s
            east += part.speed_m_s * part.every_s * np.sin(part.heading)
            north += part.speed_m_s * part.every_s * np.cos(part.heading)
            driven += part.speed_m_s * part.every_s
    columns = np.array(rows).T
    lon = HOME[0] + (columns[1] + noise.normal(0, noise_m, len(rows))) / (
        M_PER_DEGREE * np.cos(np.radians(38.5))
    )
    lat = HOME[1] + (columns[2] + noise.normal(0, noise_m, len(rows))) / M_PER_DEGREE
    return Track(
        BEGIN + (columns[0] * 1000).astype("timedelta64[ms]"),
        lon,
        lat,
        columns[3].copy(),
        np.full(len(rows), 12, dtype=np.int16),
        columns[4].astype(np.int8),
        100 + (columns[5] / 1000).round(1),
    )


def there_and_back(noise_m: float = 2.0) -> Track:
    """Half an hour at home, 10 km north in ten minutes, 20 minutes there, and home again for half an hour."""
    speed = 10_000 / 600
    return road(
        Part(1800, every_s=300),
        Part(600, speed, 0.0),
        Part(1200, every_s=300),
        Part(600, speed, np.pi),
        Part(1800, every_s=300),
        noise_m=noise_m,
    )


def edited(track: Track, places: NDArray[np.intp] | list[int], **columns: object) -> Track:
    """Return a track with other values in some places of some columns."""
    changed = {}
    for name, values in columns.items():
        column = getattr(track, name).copy()
        column[places] = values
        changed[name] = column
    return replace(track, **changed)


def in_gcj02(track: Track, places: list[int]) -> Track:
    lon, lat = shifted(track.lon[places], track.lat[places])
    return edited(track, places, lon=lon, lat=lat)


def without_speeds(track: Track) -> Track:
    """Return a track of a tracker that knows no speed, ignition or odometer."""
    size = len(track)
    return replace(
        track,
        speed_kmh=np.full(size, np.nan),
        ignition=np.full(size, UNKNOWN, dtype=np.int8),
        odometer_km=np.full(size, np.nan),
    )
