"""Geofences as areas in metres."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from models.fixes import Fix
from models.geofences import Geofence


class Area:
    """The area of a geofence on a plane that touches the ellipsoid in its middle (azimuthal equidistant).

    Distances are true from the middle, and 0.1 % off at most 300 km away from it.
    """

    def __init__(self, fence: Geofence) -> None:
        drawn = shapely.from_geojson(fence.geometry.model_dump_json())
        middle = drawn.centroid
        plane = f"+proj=aeqd +lat_0={middle.y} +lon_0={middle.x} +datum=WGS84 +units=m"
        self._to_plane = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
        self._shape = _filled(fence, shapely.transform(drawn, self._flat))
        self._edge = self._shape.boundary
        shapely.prepare(self._shape)

    def _flat(self, degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return rows of longitude and latitude as rows of metres east and north of the middle."""
        east, north = self._to_plane.transform(degrees[:, 0], degrees[:, 1])
        return np.column_stack([east, north])

    def outside_m(self, fixes: Sequence[Fix]) -> NDArray[np.float64]:
        """Return how far each fix is from the edge [m]: above 0 outside, below 0 inside."""
        return self.away_m(np.array([fix.lon for fix in fixes]), np.array([fix.lat for fix in fixes]))

    def away_m(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the same of places as columns [degrees], of shape (places,)."""
        points = shapely.points(self._flat(np.column_stack([lon, lat])))
        away = shapely.distance(points, self._edge)
        return np.where(shapely.intersects(self._shape, points), -away, away)


@lru_cache(maxsize=256)
def area(fence: Geofence) -> Area:
    """Return the area of a fence; remembered, because to project costs more than to look."""
    return Area(fence)


def flaw(fence: Geofence) -> str | None:
    """Return what is wrong with how a fence is drawn, as that its outline crosses itself; None: nothing."""
    drawn = shapely.from_geojson(fence.geometry.model_dump_json())
    return None if shapely.is_valid(drawn) else str(shapely.is_valid_reason(drawn))


def outside_all_m(fences: Sequence[Geofence], fixes: Sequence[Fix]) -> NDArray[np.float64]:
    """Return how far each fix is from the nearest of some fences [m]; below 0 inside of one of them."""
    return np.min([area(fence).outside_m(fixes) for fence in fences], axis=0)


def _filled(fence: Geofence, drawn: BaseGeometry) -> BaseGeometry:
    """Return the area in metres: a circle and a corridor are drawn as their middle."""
    said = fence.properties
    if said.radius_m is not None:
        return drawn.buffer(said.radius_m, quad_segs=32)
    return drawn if said.width_m is None else drawn.buffer(said.width_m / 2)
