"""Homes of vehicles: fences of role `home`, those a vehicle names or all of them."""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.areas import area
from analytics.vehicles.judging import judged
from analytics.vehicles.outings import AT_HOME_M
from analytics.vehicles.track import Track
from models.geofences import FenceRole, Geofence


@dataclass(frozen=True, slots=True)
class Homes:
    """The fences of role `home` of config/geofences/, by code and in order of it."""

    fences: tuple[Geofence, ...]

    def of(self, named: Collection[str]) -> tuple[Geofence, ...]:
        """Return the homes of a vehicle that names some; all where it names none.

        A name that is no fence of role `home` counts for nothing, and where no other is left the vehicle
        has no home.
        """
        return tuple(fence for fence in self.fences if not named or fence.code in named)

    def unknown(self, named: Collection[str]) -> list[str]:
        """Return which of the names are no fence of role `home`."""
        known = {fence.code for fence in self.fences}
        return sorted(set(named) - known)


def homes_among(fences: Iterable[Geofence]) -> Homes:
    """Return the homes among all fences."""
    chosen = [fence for fence in fences if fence.properties.role is FenceRole.HOME]
    return Homes(tuple(sorted(chosen, key=lambda fence: fence.code)))


def digest(fences: Sequence[Geofence]) -> str:
    """Return a text that is another one when the area of a home, or what counts as home, changes."""
    drawn = [
        f"{fence.code} {fence.geometry.model_dump_json()} {fence.properties.radius_m!r}"
        f" {fence.properties.width_m!r}"
        for fence in fences
    ]
    return hashlib.sha256("\n".join([repr(AT_HOME_M), *drawn]).encode()).hexdigest()


def outside_m(
    fences: Sequence[Geofence], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far places [degrees], of shape (places,), lie outside of the nearest of some fences [m]."""
    return np.min([area(fence).away_m(lon, lat) for fence in fences], axis=0)


def furthest_m(fences: Sequence[Geofence], track: Track) -> float:
    """Return how far outside of every home the believed fixes of a track came [m]; at least one is believed.

    The fixes are judged by themselves: what a trip reached does not depend on what is read around it.
    """
    found = judged(track)
    clean = found.track.take(found.believed)
    return float(outside_m(fences, clean.lon, clean.lat).max())
