"""Distances on the ellipsoid (WGS-84)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from models.fixes import Fix

_GEOD = Geod(ellps="WGS84")


def metres(start: Fix, end: Fix) -> float:
    """Return the distance of two fixes [m]."""
    return float(_GEOD.inv(start.lon, start.lat, end.lon, end.lat)[2])


def steps_m(fixes: Sequence[Fix]) -> NDArray[np.float64]:
    """Return the distances between each fix and the next [m]; one fewer than fixes."""
    lon, lat = np.array([fix.lon for fix in fixes]), np.array([fix.lat for fix in fixes])
    return np.asarray(_GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2], dtype=np.float64)
