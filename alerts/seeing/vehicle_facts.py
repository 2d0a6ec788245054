"""What is seen of a vehicle."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class VehicleFacts:
    """What was seen of a vehicle, as models.sightings.Sighting says."""

    value: float
    unit: str
    at: datetime | None = None
    began: datetime | None = None
    amount: float | None = None
    amount_unit: str = ""
    is_inside: bool = False
    fence_name: str = ""
    fence_name_en: str = ""
    speed_kmh: float | None = None
    speed_limit_kmh: float | None = None
    task: str = ""
    due_on: date | None = None
    left_km: float | None = None
