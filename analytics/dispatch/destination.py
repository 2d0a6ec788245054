"""Where an order leads to: a fence or a point."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from analytics.vehicles.areas import area
from models.geofences import Geofence, LineGeometry, MultiPolygonGeometry, PointGeometry, PolygonGeometry

_GEOD = Geod(ellps="WGS84")
Degrees = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Destination:
    """A fence; or a point in WGS-84 [degrees], where there is none."""

    lon: float
    lat: float
    fence: Geofence | None = None

    def away_m(self, lon: Degrees, lat: Degrees) -> Degrees:
        """Return how far places [degrees], of shape (places,), lie from it [m]; 0 within the fence."""
        if self.fence is not None:
            return np.maximum(area(self.fence).away_m(lon, lat), 0.0)
        here = np.full(len(lon), self.lon), np.full(len(lat), self.lat)
        return np.asarray(_GEOD.inv(*here, lon, lat)[2], dtype=np.float64)

    def is_within(self, zones: Iterable[Geofence]) -> bool:
        """Tell whether it lies wholly inside of one of some zones."""
        lon, lat, around_m = self._outline()
        return any(bool((area(zone).away_m(lon, lat) <= -around_m).all()) for zone in zones)

    def _outline(self) -> tuple[Degrees, Degrees, float]:
        """Return its corners, and how far it reaches around them [m]."""
        if self.fence is None:
            return np.array([self.lon]), np.array([self.lat]), 0.0
        said = self.fence.properties
        corners = np.array(_corners(self.fence))
        return corners[:, 0], corners[:, 1], said.radius_m or (said.width_m or 0.0) / 2


def of_fence(fence: Geofence) -> Destination:
    """Return a fence as a destination."""
    corners = np.array(_corners(fence))
    return Destination(float(corners[:, 0].mean()), float(corners[:, 1].mean()), fence)


def _corners(fence: Geofence) -> list[tuple[float, float]]:
    match fence.geometry:
        case PointGeometry(coordinates=point):
            return [point]
        case LineGeometry(coordinates=line):
            return list(line)
        case PolygonGeometry(coordinates=rings):
            return list(rings[0])
        case MultiPolygonGeometry(coordinates=polygons):
            return [point for rings in polygons for point in rings[0]]
