"""Whether to believe the odometer of a trip."""

from typing import Final

import numpy as np

from analytics.vehicles.pieces import OdometerLack
from analytics.vehicles.track import Track

_STEP_M: Final = 100.0
"""Odometers count tenths of a kilometre."""
_LEAST_M: Final = 5_000.0
"""From here on that is at most 2 % of the trip, and 0.8 % as a rule."""
_TOLERANCE: Final = 0.1
_FASTEST_M_S: Final = 120 / 3.6
"""So much of a gap an odometer may count beyond the straight line."""


def odometer_m(track: Track, track_m: float, gap_s: float) -> float | OdometerLack:
    """Return the distance of a trip by its odometer [m], or why it is not believed.

    It must be known at both ends, never fall, come to 5 km at least, and be within 10 % and one step of
    `track_m` [m]; for `gap_s` [s] of which nobody knows the way it may be longer.
    """
    shown = track.odometer_km
    if len(shown) < 2 or np.isnan(shown[0]) or np.isnan(shown[-1]):
        return OdometerLack.MISSING
    known = shown[~np.isnan(shown)]
    counted = round(float(known[-1] - known[0]) * 1000, 3)
    if bool((np.diff(known) < 0).any()) or (counted <= 0 and track_m >= _LEAST_M):
        return OdometerLack.BACKWARDS
    if max(counted, track_m) < _LEAST_M:
        return OdometerLack.COARSE
    least = track_m * (1 - _TOLERANCE) - _STEP_M
    most = track_m * (1 + _TOLERANCE) + _STEP_M + gap_s * _FASTEST_M_S
    return counted if least <= counted <= most else OdometerLack.DIFFERS
