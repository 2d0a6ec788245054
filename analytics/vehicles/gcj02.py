"""GCJ-02, the shifted degrees of Chinese maps: there and back.

References
----------
The published reconstruction of the shift (eviltransform, 2013); nobody has an official text. Off by a few
metres at most, as comparison with maps shows.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_A_M: Final = 6_378_245.0
_E2: Final = 0.00669342162296594323
"""The ellipsoid of Krassowsky."""

WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""Outside of this box nothing is shifted [degrees]."""

_ROUNDS: Final = 4


def shifted(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return WGS-84 places in GCJ-02 [degrees]."""
    east, north = _shift(lon, lat)
    return lon + east, lat + north


def undone(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return GCJ-02 places in WGS-84 [degrees], within a millimetre of what `shifted` started from."""
    back_lon, back_lat = lon, lat
    for _ in range(_ROUNDS):
        east, north = _shift(back_lon, back_lat)
        back_lon, back_lat = lon - east, lat - north
    return back_lon, back_lat


def _shift(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y, pi = lon - 105.0, lat - 35.0, np.pi
    root = np.sqrt(np.abs(x))
    common = (20 * np.sin(6 * x * pi) + 20 * np.sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + common
    north += (20 * np.sin(y * pi) + 40 * np.sin(y / 3 * pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * pi) + 320 * np.sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + common
    east += (20 * np.sin(x * pi) + 40 * np.sin(x / 3 * pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * pi) + 300 * np.sin(x / 30 * pi)) * 2 / 3
    phi = np.radians(lat)
    w2 = 1 - _E2 * np.sin(phi) ** 2
    north_degrees = np.degrees(north * w2 * np.sqrt(w2) / (_A_M * (1 - _E2)))
    east_degrees = np.degrees(east * np.sqrt(w2) / (_A_M * np.cos(phi)))
    inside = (lon >= WEST) & (lon <= EAST) & (lat >= SOUTH) & (lat <= NORTH)
    return np.where(inside, east_degrees, 0.0), np.where(inside, north_degrees, 0.0)
