"""The stored fixes of a vehicle as a track."""

from datetime import timedelta
from typing import Final

import numpy as np

from analytics.vehicles.track import Track, in_order, milliseconds
from models.track_window import Window
from storage import tracks
from storage.consumption import Connection

_ROUNDING: Final = timedelta(milliseconds=1)


def vehicle_track(connection: Connection, vehicle: int, within: Window) -> Track:
    """Return the fixes of a window; instants are kept to the millisecond, in the table to the microsecond."""
    wide = Window(
        None if within.first is None else within.first - _ROUNDING,
        None if within.last is None else within.last + _ROUNDING,
    )
    at, lon, lat, speed, satellites, ignition, odometer = tracks.columns(connection, vehicle, wide)
    track = in_order(
        Track(at.astype("datetime64[ms]"), lon, lat, speed, satellites, ignition.astype(np.int8), odometer)
    )
    return track.within(
        None if within.first is None else milliseconds(within.first),
        None if within.last is None else milliseconds(within.last),
    )
