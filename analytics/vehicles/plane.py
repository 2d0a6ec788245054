"""Distances between neighbouring fixes on the ellipsoid (WGS-84), millions a second."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

Floats = NDArray[np.float64]

_GEOD: Final = Geod(ellps="WGS84")
_A_M: Final = 6_378_137.0
_E2: Final = 6.694379990141316e-3
_LONGEST_DEGREE_M: Final = 111_700.0
_SHORT_M: Final = 2_000.0
"""Up to here the plane at the middle latitude is within 0.1 mm of the geodesic below 70 degrees."""


def offset_m(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> tuple[Floats, Floats]:
    """Return how far east and north [m] places lie from others, on the plane of the latitude between them."""
    cosine = np.cos((lat + to_lat) * (np.pi / 360))
    w2 = (1 - _E2) + _E2 * cosine * cosine
    normal = (_A_M * np.pi / 180) / np.sqrt(w2)
    return (to_lon - lon) * normal * cosine, (to_lat - lat) * normal * (1 - _E2) / w2


def distance_m(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Return the geodesic distances [m] of places, shape as theirs."""
    found = np.hypot(*offset_m(lon, lat, to_lon, to_lat))
    far = np.flatnonzero(found > _SHORT_M)
    if len(far):
        found[far] = _GEOD.inv(lon[far], lat[far], to_lon[far], to_lat[far])[2]
    return found


def steps_m(lon: Floats, lat: Floats) -> Floats:
    """Return the distance from each place to the next [m], one fewer than places."""
    return distance_m(lon[:-1], lat[:-1], lon[1:], lat[1:])


def at_most_m(lon: Floats, lat: Floats, to_lon: Floats, to_lat: Floats) -> Floats:
    """Return what distances [m] of places are at most: soon told, and enough where nothing moves."""
    return (np.abs(to_lon - lon) + np.abs(to_lat - lat)) * _LONGEST_DEGREE_M


def diagonal_m(west: Floats, east: Floats, south: Floats, north: Floats) -> Floats:
    """Return the diagonals [m] of boxes of degrees."""
    return np.hypot(*offset_m(west, south, east, north))
