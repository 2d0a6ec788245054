"""Stops and trips: what a track is made of."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class TripRules:
    """What a stop and a trip are.

    Parameters
    ----------
    stop_duration
        A vehicle that stays so long within `stop_radius_m` [m] stands.
    min_distance_m
        A walk between stops that gets no further than this [m] is drift, and the stops are one.
    longest_gap
        What happened between fixes further apart is not known.
    """

    stop_duration: timedelta = timedelta(seconds=180)
    stop_radius_m: float = 50.0
    min_distance_m: float = 200.0
    longest_gap: timedelta = timedelta(seconds=300)


class OdometerLack(StrEnum):
    """Why a trip has no distance by the odometer."""

    MISSING = "missing"
    """Not shown at the first or the last fix."""
    BACKWARDS = "backwards"
    """It fell, or came to nothing or less."""
    COARSE = "coarse"
    """The trip is too short for tenths of a kilometre."""
    DIFFERS = "differs"
    """It fits the track in no way."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where: WGS-84 [degrees]."""

    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Stop:
    """A stay, from its first fix to its last; `place` is the median of its fixes.

    `idling_s`: how long the ignition is known to have been on [s].
    """

    start: datetime
    end: datetime
    place: Place
    idling_s: float
    fixes: int


@dataclass(frozen=True, slots=True)
class TopSpeed:
    """The highest believed speed [km/h], when and where."""

    speed_kmh: float
    at: datetime
    place: Place


@dataclass(frozen=True, slots=True)
class Trip:
    """A drive from one stop to the next, or to where the track begins or ends.

    `distance_m` is that of the odometer where there is one, else `track_m`, along the believed fixes.
    `odometer_m` is None with a reason in `odometer_lack`. Of the time from start to end the vehicle drove
    `driving_s`, stood with the ignition on `idling_s`, stood otherwise `stopped_s`, and for `gap_s` nobody
    knows; they add up to it [s].
    """

    start: datetime
    end: datetime
    start_place: Place
    end_place: Place
    distance_m: float
    track_m: float
    odometer_m: float | None
    odometer_lack: OdometerLack | None
    driving_s: float
    idling_s: float
    stopped_s: float
    gap_s: float
    top: TopSpeed | None
    fixes: int


Piece = Stop | Trip
