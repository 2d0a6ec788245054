"""What devices say: reports of values at an instant, and fixes of vehicles."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

MAX_PAYLOAD_BYTES = 256 * 1024
"""The MQTT contract's limit; a sender splits a larger backlog."""

FUTURE_TOLERANCE = timedelta(minutes=10)
"""How far ahead of the server's clock a report may be stamped."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No device of ours measured before this instant: an earlier stamp is a clock that was never set."""


class SatelliteSystem(StrEnum):
    """The system a fix came from."""

    BDS = "BDS"
    GPS = "GPS"
    GLONASS = "GLONASS"
    GALILEO = "GALILEO"
    MIXED = "MIXED"


class Position(NamedTuple):
    """One fix, WGS-84 (CGCS2000 is the same within centimetres). None means the device did not say.

    A NamedTuple, because a fleet sends tens of thousands a second.
    """

    lon: float
    lat: float
    altitude_m: float | None = None
    speed_kmh: float | None = None
    heading_deg: float | None = None
    satellites: int | None = None
    system: SatelliteSystem | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one device measured at one instant; `values` maps names of quantities to numbers in their unit."""

    at: datetime
    values: Mapping[str, float]
    position: Position | None = None
