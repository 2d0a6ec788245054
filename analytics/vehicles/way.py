"""What the believed fixes of a track say step by step, so that a trip is a sum of whole numbers.

Distances are whole millimetres and times whole milliseconds: their sums are the same to the last bit whatever
part of a track is read.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from analytics.vehicles.jumps import possible_steps
from analytics.vehicles.pieces import TripRules
from analytics.vehicles.plane import steps_m
from analytics.vehicles.track import Track

WALK_M_S: Final = 1 / 3.6
"""1 km/h; slower is standing."""
_FASTEST_KMH: Final = 200.0
_NO_SPEED: Final = -1.0
_LEAST_MOVED: Final = 0.5
"""A speed whose track is shorter than this share of it is the tracker's mistake."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Way:
    """Columns of shape (fixes - 1,) for the steps of a track, `speed_kmh` of shape (fixes,).

    Parameters
    ----------
    track
        Believed, in order.
    length_mm
        [mm]; 0 where nobody could have driven the step.
    lasting_ms
        [ms]
    gap_ms, driving_ms, idling_ms, stopped_ms
        The same, each step in one of them [ms]: nobody knows; faster than 1 km/h; slower with the ignition
        on at both ends; slower otherwise.
    on_ms
        The same where the ignition is known to be on [ms].
    speed_kmh
        The speed at each fix [km/h], reported or else of the step to it; below 0: none is believed.
    """

    track: Track
    length_mm: Integers
    lasting_ms: Integers
    gap_ms: Integers
    driving_ms: Integers
    idling_ms: Integers
    stopped_ms: Integers
    on_ms: Integers
    speed_kmh: Floats

    @classmethod
    def along(cls, track: Track, rules: TripRules) -> Self:
        """Return the way along believed fixes."""
        lasting_ms = np.diff(track.at).astype(np.int64)
        is_possible = possible_steps(track)
        length_m = np.where(is_possible, steps_m(track.lon, track.lat), 0.0)
        is_gap = (lasting_ms > round(rules.longest_gap.total_seconds() * 1000)) | ~is_possible
        is_moving = length_m > WALK_M_S * lasting_ms / 1000
        is_on = (track.ignition[:-1] == 1) & (track.ignition[1:] == 1)
        is_standing = ~is_gap & ~is_moving
        return cls(
            track,
            np.rint(length_m * 1000).astype(np.int64),
            lasting_ms,
            lasting_ms * is_gap,
            lasting_ms * (~is_gap & is_moving),
            lasting_ms * (is_standing & is_on),
            lasting_ms * (is_standing & ~is_on),
            lasting_ms * (is_on & ~is_gap),
            _speeds(track, length_m, lasting_ms / 1000),
        )


def seconds(lasting_ms: Integers) -> float:
    """Return the sum of steps [ms] in seconds."""
    return int(lasting_ms.sum()) / 1000


def totals_s(track: Track) -> tuple[float, float]:
    """Return how long a believed track moves and stands at 1 km/h, silences included [s]."""
    lasting_ms = np.diff(track.at).astype(np.int64)
    length_m = np.where(possible_steps(track), steps_m(track.lon, track.lat), 0.0)
    is_moving = length_m > WALK_M_S * lasting_ms / 1000
    return seconds(lasting_ms[is_moving]), seconds(lasting_ms[~is_moving])


def _speeds(track: Track, length_m: Floats, seconds: Floats) -> Floats:
    """Return the believed speed at each fix [km/h]."""
    pace = length_m / seconds * 3.6
    before, behind = np.concatenate([[np.nan], pace]), np.concatenate([pace, [np.nan]])
    said = track.speed_kmh
    fastest = np.fmax(before, behind)
    is_true = (said >= 0) & (said <= _FASTEST_KMH) & ~(fastest < _LEAST_MOVED * said)
    of_track = np.where(before <= _FASTEST_KMH, before, np.nan)
    found = np.where(np.isnan(said), of_track, np.where(is_true, said, np.nan))
    return np.where(np.isnan(found), _NO_SPEED, found)
