"""All vehicles with what each drove and cost in a year: the list from which a file is opened."""

from datetime import date, datetime, timedelta

from dashboards.sections import Kind, Section, SectionColumn
from dashboards.vehicle_costs import By, pool
from dashboards.vehicle_rows import Source, registrations
from models.day_span import DaySpan

_COLUMNS = (
    SectionColumn("Plate"),
    SectionColumn("vehicle type"),
    SectionColumn("duty", Kind.WORD, "duty"),
    SectionColumn("institution"),
    SectionColumn("distance km", Kind.AMOUNT),
    SectionColumn("cost yuan", Kind.YUAN),
    SectionColumn("L/100 km", Kind.AMOUNT),
    SectionColumn("fuel yuan/100 km", Kind.YUAN),
    SectionColumn("yuan/km", Kind.YUAN),
    SectionColumn("approval missing", Kind.COUNT),
)


def vehicle_list(source: Source, year: int, now: datetime) -> Section:
    """Return all vehicles by plate, with the figures of what of the year has begun, by UTC."""
    first = date(year, 1, 1)
    end = max(min(date(year + 1, 1, 1), now.date() + timedelta(days=1)), first + timedelta(days=1))
    costs = {group.code: group.costs for group in pool(source, DaySpan(first, end), By.VEHICLE).groups}
    rows = [
        (
            vehicle.plate,
            vehicle.type,
            vehicle.duty,
            vehicle.institution_name,
            *(
                (
                    found.distance_km,
                    found.amount_yuan,
                    found.litres_per_100km,
                    found.yuan_per_100km,
                    found.yuan_per_km,
                    found.unapproved or None,
                )
                if (found := costs.get(vehicle.plate)) is not None
                else (None,) * 6
            ),
        )
        for vehicle in registrations(source)
    ]
    return Section("vehicles", "Vehicles", _COLUMNS, rows)
