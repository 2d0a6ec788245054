"""One file per vehicle (一车一档): all that is known of it in a year, for the workbook and for the page.

What else is to stand in it is one more function of `_SECTIONS`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from zoneinfo import ZoneInfo

from analytics.vehicles.cost_figures import Costs, Driven, costs_of
from dashboards.panel import Row
from dashboards.sections import Kind, Section, SectionColumn, Value
from dashboards.vehicle_rows import Registration, Source, booked, driven_by, registrations
from dashboards.vehicle_services import services
from models.day_span import DaySpan
from models.vehicle_costs import BookedCost, CostKind

_PAPERS = (CostKind.INSURANCE, CostKind.INSPECTION)
_C = SectionColumn


@dataclass(frozen=True)
class Dossier:
    """What is known of a vehicle, each asked of the database once and only where a section needs it."""

    source: Source
    vehicle: Registration
    year: int
    now: datetime

    @cached_property
    def trackers(self) -> list[Row]:
        """Its trackers, the newest first."""
        return self.source.rows("vehicles/trackers", {"plate": self.vehicle.plate})

    @cached_property
    def zone(self) -> str:
        """Where its days begin: the time zone of its newest tracker."""
        return next((str(row["timezone"]) for row in self.trackers if row["timezone"]), "UTC")

    @cached_property
    def today(self) -> date:
        """Today where it is at home."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    @cached_property
    def span(self) -> DaySpan:
        """The year, or what of it has begun."""
        first, last = date(self.year, 1, 1), date(self.year + 1, 1, 1)
        return DaySpan(first, max(min(last, self.today + timedelta(days=1)), first + timedelta(days=1)))

    @cached_property
    def ledger(self) -> list[BookedCost]:
        """Its rows of the ledger, of all years, by day."""
        return booked(self.source, plate=self.vehicle.plate)

    @cached_property
    def months(self) -> list[tuple[DaySpan, Driven, Costs]]:
        """Its months of the year with what it drove and cost."""
        spans = list(self.span.months())
        driven = [
            driven_by(self.source, span, self.vehicle.plate).get(self.vehicle.plate, Driven())
            for span in spans
        ]
        return [
            (span, each, costs_of(since_last_reading(self.ledger, span), each, span))
            for span, each in zip(spans, driven, strict=True)
        ]

    @cached_property
    def costs(self) -> Costs:
        """What it costs in the year."""
        whole = Driven(
            sum(driven.km for _, driven, _ in self.months),
            sum(driven.trip_days for _, driven, _ in self.months),
            sum(driven.covered_days for _, driven, _ in self.months),
        )
        return costs_of(since_last_reading(self.ledger, self.span), whole, self.span)


@dataclass(frozen=True, slots=True)
class VehicleFile:
    """The sections of a vehicle's file, in order."""

    plate: str
    year: int
    sections: Sequence[Section]


def vehicle_file(source: Source, plate: str, year: int, now: datetime) -> VehicleFile | None:
    """Return the file of a vehicle; None where the registry has no such plate."""
    found = registrations(source, plate)
    if not found:
        return None
    dossier = Dossier(source, found[0], year, now)
    return VehicleFile(plate, year, [section(dossier) for section in _SECTIONS])


def since_last_reading(rows: Sequence[BookedCost], span: DaySpan) -> list[BookedCost]:
    """Return the rows before the end of a span, from the last odometer reading before it on."""
    earlier = [
        row.day
        for row in rows
        if row.day < span.start and row.odometer_km is not None and not row.is_correction
    ]
    since = max(earlier, default=span.start)
    return [row for row in rows if since <= row.day < span.end]


def _registration(of: Dossier) -> Section:
    vehicle, costs = of.vehicle, of.costs
    cells: list[tuple[SectionColumn, Value]] = [
        (_C("Plate"), vehicle.plate),
        (_C("vehicle type"), vehicle.type),
        (_C("vehicle fuel", Kind.WORD, "fuel"), vehicle.fuel),
        (_C("duty", Kind.WORD, "duty"), vehicle.duty),
        (_C("institution"), f"{vehicle.institution_name} {vehicle.institution}"),
        (_C("tank litres", Kind.AMOUNT), vehicle.tank_litres),
        (_C("year"), str(of.year)),
        (_C("distance of the year km", Kind.AMOUNT), costs.distance_km),
        (_C("distance from", Kind.WORD, "distance basis"), costs.counted[0].basis if costs.counted else None),
        (_C("days with trips", Kind.SHARE), costs.trip_share),
        (_C("costs of the year yuan", Kind.YUAN), costs.amount_yuan),
        (_C("yuan/km", Kind.YUAN), costs.yuan_per_km),
        (_C("fuel yuan/100 km", Kind.YUAN), costs.yuan_per_100km),
        (_C("L/100 km", Kind.AMOUNT), costs.litres_per_100km),
        (_C("approval missing", Kind.COUNT), costs.unapproved),
        (_C("costs all time yuan", Kind.YUAN), sum((row.amount_yuan for row in of.ledger), Decimal(0))),
    ]
    columns, values = zip(*cells, strict=True)
    return Section("registration", "Registration", columns, [values], is_facts=True)


def _trackers(of: Dossier) -> Section:
    columns = (_C("tracker"), _C("since", Kind.INSTANT), _C("until", Kind.INSTANT))
    rows = [_values(row, "device", "valid_from", "valid_to") for row in of.trackers]
    return Section("trackers", "Trackers", columns, rows, of.zone)


def _services(of: Dossier) -> Section:
    columns = (
        _C("task", Kind.WORD),
        _C("every km", Kind.AMOUNT),
        _C("every months", Kind.COUNT),
        _C("last on", Kind.DAY),
        _C("last odometer km", Kind.AMOUNT),
        _C("used share", Kind.SHARE),
        _C("due on", Kind.DAY),
        _C("left km", Kind.AMOUNT),
    )
    rows = [
        (
            each.task,
            each.every_km,
            each.every_months,
            each.last_on,
            each.last_odometer_km,
            found.used,
            found.due_on,
            found.left_km,
        )
        for _, each, found in services(of.source, of.now, of.today, of.vehicle.plate)
    ]
    return Section("services", "Services and what is due", columns, rows)


def _papers(of: Dossier) -> Section:
    columns = (
        _C("day", Kind.DAY),
        _C("cost kind", Kind.WORD, "cost kind"),
        _C("amount yuan", Kind.YUAN),
        _C("supplier"),
        _C("voucher"),
        _C("note"),
    )
    names = ("day", "kind", "amount_yuan", "supplier", "voucher", "note")
    rows = [_fields(row, *names) for row in reversed(of.ledger) if row.kind in _PAPERS]
    return Section("papers", "Insurance and inspection", columns, rows)


def _months(of: Dossier) -> Section:
    kinds = [kind for kind in CostKind if kind in of.costs.by_kind]
    columns = (
        _C("month", Kind.MONTH),
        _C("distance km", Kind.AMOUNT),
        _C("distance from", Kind.WORD, "distance basis"),
        _C("days with trips", Kind.SHARE),
        _C("litres", Kind.AMOUNT),
        _C("L/100 km", Kind.AMOUNT),
        *(_C(kind, Kind.YUAN, words_of_title="cost kind") for kind in kinds),
        _C("cost yuan", Kind.YUAN),
    )
    rows = [
        (
            span.start,
            costs.distance_km or driven.km or None,
            costs.counted[0].basis if costs.counted else ("trips" if driven.km else None),
            costs.trip_share,
            costs.litres or None,
            costs.litres_per_100km,
            *(costs.by_kind.get(kind) for kind in kinds),
            costs.amount_yuan,
        )
        for span, driven, costs in of.months
    ]
    return Section("months", "Costs by month", columns, rows)


def _receipts(of: Dossier) -> Section:
    columns = (
        _C("day", Kind.DAY),
        _C("cost kind", Kind.WORD, "cost kind"),
        _C("amount yuan", Kind.YUAN),
        _C("litres", Kind.AMOUNT),
        _C("charged kWh", Kind.AMOUNT),
        _C("Odometer km", Kind.AMOUNT),
        _C("supplier"),
        _C("voucher"),
        _C("approval"),
        _C("not approved", Kind.WORD),
        _C("note"),
        _C("entered by"),
    )
    names = (
        "day",
        "kind",
        "amount_yuan",
        "litres",
        "energy_kwh",
        "odometer_km",
        "supplier",
        "voucher",
        "approval",
    )
    rows = [
        (
            *_fields(row, *names),
            "not approved" if row.is_unapproved else None,
            *_fields(row, "note", "recorded_by"),
        )
        for row in reversed(of.ledger)
        if of.span.start <= row.day < of.span.end
    ]
    return Section("receipts", "Receipts", columns, rows)


def _outings(of: Dossier) -> Section:
    columns = (
        _C("out since", Kind.INSTANT),
        _C("back at", Kind.INSTANT),
        _C("distance km", Kind.AMOUNT),
        _C("furthest km", Kind.AMOUNT),
        _C("orders"),
    )
    parameters: dict[str, object] = {
        "plate": of.vehicle.plate,
        "first_day": of.span.start,
        "end_day": of.span.end,
    }
    rows = [tuple(row.values()) for row in of.source.rows("vehicles/outings", parameters)]
    return Section("outings", "Outings", columns, rows, of.zone)


def _orders(of: Dossier) -> Section:
    columns = (
        _C("order number"),
        _C("state", Kind.WORD, "order state"),
        _C("leaves", Kind.INSTANT),
        _C("is back", Kind.INSTANT),
        _C("driver"),
        _C("destination"),
        _C("purpose"),
    )
    zone = ZoneInfo(of.zone)
    parameters: dict[str, object] = {
        "plate": of.vehicle.plate,
        "since": datetime.combine(of.span.start, time(), zone),
        "until": datetime.combine(date(of.year + 1, 1, 1), time(), zone),
    }
    rows = [tuple(row.values()) for row in of.source.rows("vehicles/orders", parameters)]
    return Section("orders", "Dispatch orders", columns, rows, of.zone)


_SECTIONS: Sequence[Callable[[Dossier], Section]] = (
    _registration,
    _services,
    _months,
    _outings,
    _orders,
    _papers,
    _trackers,
    _receipts,
)


def _values(row: Row, *names: str) -> tuple[Value, ...]:
    return tuple(row[name] for name in names)


def _fields(row: BookedCost, *names: str) -> tuple[Value, ...]:
    return tuple(getattr(row, name) for name in names)
