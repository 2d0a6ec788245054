"""A vehicle's fix: where it was at one instant."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """One fix, WGS-84 degrees; None: the tracker did not say. `is_on`: the ignition."""

    at: datetime
    lon: float
    lat: float
    speed_kmh: float | None = None
    satellites: int | None = None
    is_on: bool | None = None
