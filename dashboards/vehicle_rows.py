"""Rows of storage/queries/vehicles/ as values: what costs and files of vehicles are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from analytics.vehicles.cost_figures import Driven
from dashboards.panel import Row
from models.day_span import DaySpan
from models.vehicle_costs import BookedCost


class Source(Protocol):
    """Whoever answers queries: storage.reader.Reader, storage.rows.Rows."""

    def rows(self, name: str, parameters: dict[str, object]) -> list[Row]:
        """Return the rows of a query of storage/queries/."""
        ...


@dataclass(frozen=True, slots=True)
class Registration:
    """What the registry says of a vehicle; tank [L]."""

    plate: str
    type: str
    fuel: str
    duty: str
    institution: str
    institution_name: str
    tank_litres: float | None


def registrations(source: Source, plate: str | None = None) -> list[Registration]:
    """Return all vehicles by plate, or the one of a plate."""
    return [Registration(**row) for row in source.rows("vehicles/registrations", {"plate": plate})]


def booked(source: Source, name: str, parameters: dict[str, object]) -> list[BookedCost]:
    """Return the rows of the ledger that a query finds."""
    return [BookedCost(**row) for row in source.rows(name, parameters)]


def driven_by(source: Source, span: DaySpan, plate: str | None = None) -> Mapping[str, Driven]:
    """Return by plate what trackers saw on the local days of a span, of all vehicles or of one."""
    parameters: dict[str, object] = {"first_day": span.start, "end_day": span.end, "plate": plate}
    return {
        row["plate"]: Driven(row["km"], row["trip_days"], row["covered_days"])
        for row in source.rows("vehicles/driven", parameters)
    }
