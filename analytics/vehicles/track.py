"""A vehicle's fixes as columns."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from models.fixes import Fix

UNKNOWN: Final = -1
"""What `satellites` and `ignition` hold where the tracker did not say."""

Instants = NDArray[np.datetime64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Track:
    """Fixes of one vehicle, every column of shape (fixes,).

    Parameters
    ----------
    at
        datetime64[ms], UTC.
    lon, lat
        WGS-84 [degrees].
    speed_kmh
        [km/h]; NaN: not said.
    satellites
        int16; -1: not said.
    ignition
        int8; 0 off, 1 on, -1 not said.
    odometer_km
        [km]; NaN: not said.
    """

    at: Instants
    lon: Floats
    lat: Floats
    speed_kmh: Floats
    satellites: NDArray[np.int16]
    ignition: NDArray[np.int8]
    odometer_km: Floats

    def __len__(self) -> int:
        """Return the number of fixes."""
        return len(self.at)

    def take(self, chosen: NDArray[np.intp] | Flags | slice) -> Self:
        """Return the chosen fixes, by place, mask or slice."""
        return type(self)(*(getattr(self, column.name)[chosen] for column in fields(self)))

    def within(self, start: np.datetime64 | None, end: np.datetime64 | None) -> Self:
        """Return the fixes from `start` to `end`, both included, of a track in order; None: no bound."""
        first = 0 if start is None else int(np.searchsorted(self.at, start, "left"))
        last = len(self) if end is None else int(np.searchsorted(self.at, end, "right"))
        return self.take(slice(first, max(first, last)))


def joined(tracks: Sequence[Track]) -> Track:
    """Return several tracks of one vehicle one behind the other; at least one."""
    return Track(*(np.concatenate([getattr(one, column.name) for one in tracks]) for column in fields(Track)))


def track_of(fixes: Sequence[Fix]) -> Track:
    """Return fixes as columns, in their order; none of them knows an odometer."""
    epoch = [round(fix.at.timestamp() * 1000) for fix in fixes]
    return Track(
        np.array(epoch, dtype="datetime64[ms]"),
        np.array([fix.lon for fix in fixes], dtype=np.float64),
        np.array([fix.lat for fix in fixes], dtype=np.float64),
        np.array([np.nan if fix.speed_kmh is None else fix.speed_kmh for fix in fixes], dtype=np.float64),
        np.array([UNKNOWN if fix.satellites is None else fix.satellites for fix in fixes], dtype=np.int16),
        np.array([UNKNOWN if fix.is_on is None else fix.is_on for fix in fixes], dtype=np.int8),
        np.full(len(fixes), np.nan),
    )


def in_order(track: Track) -> Track:
    """Return the fixes by event time, the same to the last bit whatever order they arrived in.

    Fixes of one instant stand best first: with more satellites, then by the other columns, what is not said
    last. None is left out.
    """
    places = order(track)
    return track if places is None else track.take(places)


def order(track: Track) -> NDArray[np.intp] | None:
    """Return the places of the fixes in order, as `in_order` has them; None: they are."""
    at = track.at.view(np.int64)
    steps = np.diff(at)
    if bool((steps > 0).all()):
        return None
    places = np.arange(len(track))
    if bool((steps < 0).any()):
        places = np.argsort(at, kind="stable")
        steps = np.diff(at[places])
    ties = np.flatnonzero(np.concatenate([[False], steps == 0]) | np.concatenate([steps == 0, [False]]))
    if not len(ties):
        return places
    tied = track.take(places[ties])
    # the last key counts first; NaN sorts behind every number
    keys = (tied.odometer_km, -tied.ignition, tied.speed_kmh, tied.lat, tied.lon, -tied.satellites)
    places[ties] = places[ties][np.lexsort((*keys, tied.at.view(np.int64)))]
    return places


def instant(at: np.datetime64) -> datetime:
    """Return an instant of a track as an aware datetime."""
    return datetime.fromtimestamp(int(at.astype("datetime64[ms]").astype(np.int64)) / 1000, UTC)


def milliseconds(at: datetime) -> np.datetime64:
    """Return an aware instant as the tracks have it."""
    return np.datetime64(round(at.timestamp() * 1000), "ms")
