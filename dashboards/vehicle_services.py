"""What is due on a vehicle, from the registry's services and its odometer."""

from datetime import date, datetime, timedelta

from analytics.vehicles.maintenance import Due, Shown, driven_km, due, usual_km_a_day
from dashboards.panel import Row
from dashboards.vehicle_rows import Source
from models.registry import Service

USUAL = timedelta(days=90)
"""The usual mileage is that of so many days."""


def services_of(source: Source, plate: str, now: datetime, today: date) -> list[tuple[Row, Due]]:
    """Return the services of a vehicle as the registry has them, and how far each has come."""
    parameters: dict[str, object] = {"plate": plate, "now": now, "usual_since": now - USUAL}
    shown: dict[str, list[Shown]] = {}
    for row in source.rows("vehicles/mileage", parameters):
        each = Shown(row["since"], row["first_at"], row["first_km"], row["last_km"])
        shown.setdefault(row["task"], []).append(each)
    km_a_day = usual_km_a_day(shown.get("", []), now)
    found: list[tuple[Row, Due]] = []
    for row in source.rows("vehicles/services", {"plate": plate}):
        service = Service.model_validate(row)
        driven = driven_km(shown.get(service.task, []), service.last_odometer_km)
        found.append((row, due(service, driven, km_a_day, today)))
    return found
