"""What is due on vehicles, from the registry's services and their odometers."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from analytics.vehicles.maintenance import Due, Shown, driven_km, due, usual_km_a_day
from dashboards.vehicle_rows import Source
from models.registry import Service

USUAL = timedelta(days=90)
"""The usual mileage is that of so many days."""


def services(
    source: Source, now: datetime, today: date, plate: str | None = None
) -> list[tuple[str, Service, Due]]:
    """Return the services of one vehicle, or of all by plate, and how far each has come."""
    parameters: dict[str, object] = {"plate": plate, "now": now, "usual_since": now - USUAL}
    shown: defaultdict[tuple[str, str], list[Shown]] = defaultdict(list)
    for row in source.rows("vehicles/mileage", parameters):
        each = Shown(row["since"], row["first_at"], row["first_km"], row["last_km"])
        shown[row["plate"], row["task"]].append(each)
    found: list[tuple[str, Service, Due]] = []
    for row in source.rows("vehicles/services", {"plate": plate}):
        on = row["plate"]
        service = Service.model_validate({name: value for name, value in row.items() if name != "plate"})
        driven = driven_km(shown[on, service.task], service.last_odometer_km)
        found.append((on, service, due(service, driven, usual_km_a_day(shown[on, ""], now), today)))
    return found
