"""Made-up tracks for the bench of vehicles: a fix every few seconds for weeks, one in a hundred bad."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.track import Track

_DAY_S: Final = 86_400
_BEGIN: Final = np.datetime64("2026-10-01T00:00:00.000", "ms")
_HOME: Final = (106.2, 38.5)
_M_PER_DEGREE: Final = 111_195.0
_NOISE_M: Final = 1.5
_DRIVES_A_DAY: Final = 4
_BAD_SHARE: Final = 0.01

Floats = NDArray[np.float64]


def driven_track(vehicle: int, days: int, every_s: int) -> Track:
    """Return the fixes of a vehicle that drives out and home twice a day, 20 to 50 minutes each way.

    A tracker that reports parked as often as driving: the most fixes a vehicle can make of its days.
    """
    chance = np.random.default_rng(vehicle)
    seconds = np.arange(0, days * _DAY_S, every_s)
    speed = np.zeros(len(seconds))
    sign = np.zeros(len(seconds))
    for day in range(days):
        for drive in range(_DRIVES_A_DAY):
            # out at 8 and 14, home at 10:30 and 16:30, half an hour sooner or later
            start = day * _DAY_S + (8 + drive * 2.75) * 3600 + chance.integers(-1800, 1800)
            first, last = (int((start + lasting) // every_s) for lasting in (0, chance.integers(1200, 3000)))
            speed[first:last] = 14 + 5 * np.sin(np.arange(last - first) / 30 * 10 / every_s)
            sign[first:last] = -1 if drive % 2 else 1
    east = np.cumsum(speed * sign) * every_s * 0.8
    north = np.cumsum(speed * sign) * every_s * 0.6
    size = len(seconds)
    lon = _HOME[0] + (east + chance.normal(0, _NOISE_M, size)) / _M_PER_DEGREE / np.cos(np.radians(_HOME[1]))
    lat = _HOME[1] + (north + chance.normal(0, _NOISE_M, size)) / _M_PER_DEGREE
    satellites = chance.integers(9, 22, size).astype(np.int16)
    _spoil(chance, lon, lat, satellites)
    return Track(
        _BEGIN + (seconds * 1000).astype("timedelta64[ms]"),
        lon.round(6),
        lat.round(6),
        (speed * 3.6).round(1),
        satellites,
        (speed > 0).astype(np.int8),
        (1000 + np.cumsum(speed) * every_s / 1000).round(1),
    )


def _spoil(chance: np.random.Generator, lon: Floats, lat: Floats, satellites: NDArray[np.int16]) -> None:
    bad = chance.choice(len(lon), int(len(lon) * _BAD_SHARE), replace=False)
    zero, weak, jump = np.array_split(bad, 3)
    lon[zero] = lat[zero] = 0.0
    satellites[weak] = 3
    lat[jump] += 0.4
