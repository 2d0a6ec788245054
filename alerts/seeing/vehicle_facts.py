"""What is seen of a vehicle, and the observation it makes."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from alerts.directory import Subject
from models.alerts import Figure, Lack, Observation
from models.rules import VehicleRule
from models.sightings import Sighting


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


def lacking(vehicle: Subject, lack: Lack, *, part: str = "") -> Observation:
    """Return that a vehicle cannot be judged, and why."""
    entry, key = vehicle.entry, f"{vehicle.key}:{part}" if part else vehicle.key
    return Observation(
        key, entry.institution_id, None, lack, {}, vehicle.traits, entry.timezone, entry.heating
    )


def observed(rule: VehicleRule, vehicle: Subject, facts: VehicleFacts, *, part: str = "") -> Observation:
    """Return what a vehicle can be judged by; each `part` of it has an alert of its own."""
    entry = vehicle.entry
    return Observation(
        f"{vehicle.key}:{part}" if part else vehicle.key,
        entry.institution_id,
        facts.value,
        None,
        # nobody is told of what is well within its limit, and most vehicles are
        {} if rule.limits.is_under(facts.value) else _figures(rule, vehicle, facts),
        vehicle.traits,
        entry.timezone,
        entry.heating,
    )


def _figures(rule: VehicleRule, vehicle: Subject, facts: VehicleFacts) -> dict[str, Figure]:
    entry = vehicle.entry
    sighting = Sighting(
        kind=rule.kind,
        subject_kind="vehicle",
        code=entry.code,
        name=entry.name,
        institution=entry.institution,
        institution_name=entry.institution_name,
        institution_name_en=entry.institution_name_en,
        timezone=entry.timezone,
        limit=rule.limits.fires,
        is_above=rule.limits.is_above,
        **asdict(facts),
    )
    return sighting.model_dump(mode="json")
