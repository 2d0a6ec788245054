"""Vehicles, where they drove, and what they cost."""

from models.vehicle_costs import CostKind
from web.api.columns import Column, Kind, days, instants, integers, numbers, of, texts
from web.api.resource import Resource, span, text

_INSTITUTION = text("institution", "only of this institution itself")
_OF = (text("vehicle", "only this plate"), _INSTITUTION)
_TIMES = ("driving_s", "idling_s", "stopped_s", "gap_s")

VEHICLES = (
    Resource(
        "vehicles",
        "Vehicles with their latest fix of the last 30 days",
        (
            *texts("plate", "type", "fuel", "duty", "institution", "device"),
            *instants("at"),
            *numbers("degrees", "lon", "lat"),
            *numbers("km/h", "speed_kmh"),
            *numbers("degrees", "heading_deg"),
            *texts("timezone"),
        ),
        ("plate",),
        (*_OF, text("type", "only of this type")),
    ),
    Resource(
        "trips",
        "Trips of vehicles that touch a span, whole",
        (
            *texts("plate", "institution"),
            *instants("started_at", "ended_at"),
            *texts("timezone"),
            *numbers("degrees", "start_lon", "start_lat", "end_lon", "end_lat"),
            *numbers("m", "distance_m", "track_m", "odometer_m"),
            *texts("odometer_lack"),
            *numbers("s", *_TIMES),
            *numbers("km/h", "top_speed_kmh"),
            *instants("top_at"),
            *numbers("degrees", "top_lon", "top_lat"),
            *integers("fixes"),
        ),
        ("plate", "started_at"),
        (*_OF, *span(Kind.INSTANT, "time of the trip")),
    ),
    Resource(
        "stops",
        "Stops of vehicles that touch a span, whole",
        (
            *texts("plate", "institution"),
            *instants("started_at", "ended_at"),
            *texts("timezone"),
            *numbers("degrees", "lon", "lat"),
            *numbers("s", "idling_s"),
            *integers("fixes"),
        ),
        ("plate", "started_at"),
        (*_OF, *span(Kind.INSTANT, "time of the stop")),
    ),
    Resource(
        "outings",
        "Outings of vehicles, from home to home, that touch a span, whole",
        (
            *texts("plate", "institution"),
            *instants("started_at", "ended_at", "seen_at"),
            *texts("timezone"),
            *integers("trips"),
            *numbers("m", "distance_m", "furthest_m"),
            *numbers("s", "stay_s"),
            *instants("stay_at"),
            *numbers("degrees", "stay_lon", "stay_lat"),
            *of(Kind.TEXTS, "orders"),
        ),
        ("plate", "started_at"),
        (*_OF, *span(Kind.INSTANT, "time of the outing")),
    ),
    Resource(
        "vehicle-days",
        "What vehicles drove on each local day",
        (
            *texts("plate", "institution"),
            *days("day"),
            *integers("trips"),
            *numbers("m", "distance_m"),
            *numbers("s", *_TIMES),
            *numbers("km/h", "top_speed_kmh"),
            *instants("first_started_at", "last_ended_at"),
        ),
        ("plate", "day"),
        (*_OF, *span(Kind.DAY, "day")),
    ),
    Resource(
        "positions",
        "Fixes of trackers, with the vehicle that carried each",
        (
            *texts("device", "plate"),
            *instants("at"),
            *numbers("degrees", "lon", "lat"),
            *numbers("m", "altitude_m"),
            *numbers("km/h", "speed_kmh"),
            *numbers("degrees", "heading_deg"),
            *integers("satellites"),
            *texts("system"),
        ),
        ("device", "at"),
        (
            text("vehicle", "only of this plate"),
            text("device", "only of this tracker"),
            *span(Kind.INSTANT, "instant of the fix", is_required=True),
        ),
        one_of=("vehicle", "device"),
    ),
    Resource(
        "vehicle-costs",
        "The cost ledger, a row a line of a receipt",
        (
            *integers("cost_id"),
            *texts("plate", "institution"),
            *days("day"),
            *texts("kind"),
            *of(Kind.MONEY, "amount_yuan", unit="yuan"),
            Column("is_correction", Kind.FLAG),
            *numbers("L", "litres"),
            *numbers("kWh", "energy_kwh"),
            *numbers("km", "odometer_km"),
            *texts("supplier", "voucher", "approval"),
            *of(Kind.MONEY, "approval_above_yuan", unit="yuan"),
            Column("is_unapproved", Kind.FLAG),
            *texts("note"),
            *instants("recorded_at"),
            *texts("recorded_by"),
        ),
        ("cost_id",),
        (*_OF, text("kind", "only of this kind", tuple(CostKind)), *span(Kind.DAY, "day of the receipt")),
    ),
    Resource(
        "terminal-alarms",
        "Alarms that vehicle terminals raised",
        (*texts("device", "plate", "institution", "alarm"), *instants("started_at", "ended_at")),
        ("device", "alarm", "started_at"),
        (*_OF, text("alarm", "only this one"), *span(Kind.INSTANT, "beginning of the alarm")),
    ),
)
"""Resources about vehicles."""
