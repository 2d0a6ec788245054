"""Rows of storage/queries/vehicles/ as values: what costs and files of vehicles are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from analytics.vehicles.cost_figures import Driven
from dashboards.panel import Row
from models.day_span import DaySpan
from models.vehicle_costs import BookedCost, CostKind


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


def booked(
    source: Source,
    span: DaySpan | None = None,
    plate: str | None = None,
    kind: CostKind | None = None,
    *,
    since_reading: bool = False,
) -> list[BookedCost]:
    """Return rows of the ledger by day, of everything where nothing is said.

    With `since_reading` come those before the span since each vehicle's last odometer reading.
    """
    parameters: dict[str, object] = {
        "first_day": span and span.start,
        "end_day": span and span.end,
        "plate": plate,
        "kind": kind and kind.value,
        "only_unapproved": False,
        "since_reading": since_reading,
    }
    return [BookedCost(**row) for row in source.rows("vehicles/costs", parameters)]


def driven_by(source: Source, span: DaySpan, plate: str | None = None) -> Mapping[str, Driven]:
    """Return by plate what trackers saw on the local days of a span, of all vehicles or of one."""
    parameters: dict[str, object] = {"first_day": span.start, "end_day": span.end, "plate": plate}
    return {
        row["plate"]: Driven(row["km"], row["trip_days"], row["covered_days"])
        for row in source.rows("vehicles/driven", parameters)
    }
