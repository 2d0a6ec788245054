"""Meters, devices, readings, consumption, and what is the matter with meters."""

from models.detection import LeakReason
from models.registry import DeviceKind, Medium
from web.api.columns import Column, Kind, days, instants, integers, numbers, of, texts
from web.api.resource import Parameter, Resource, span, text

_SITE = text("site", "only in this site")
_INSTITUTION = text("institution", "only of this institution itself")
_METER = text("meter", "only this meter")
_MEDIUM = text("medium", "only of this medium", tuple(Medium))
_OF = texts("meter", "institution", "medium", "quantity", "unit", "timezone")
_FIGURES = (*numbers("unit", "amount", "estimated"), *numbers("1", "coverage"))


def _consumption(
    path: str, by: str, start: Column, period: tuple[Parameter, Parameter], *more: Column
) -> Resource:
    figures = (start, *_FIGURES, *more, Column("revision", Kind.INTEGER))
    return Resource(
        f"consumption/{path}",
        f"Consumption of a meter, or of all meters of an institution, by {by}",
        (*_OF, *figures),
        ("meter", start.name),
        (_METER, _INSTITUTION, _MEDIUM, *period),
        one_of=("meter", "institution"),
        packed=tuple(column.name for column in figures),
    )


METERS = (
    Resource(
        "meters",
        "Measuring points",
        (
            *texts("meter", "meter_name", "device", "quantity", "unit", "medium"),
            Column("level", Kind.INTEGER),
            *texts("parent", "item", "place", "place_name", "site", "timezone"),
            *texts("institution", "institution_name"),
        ),
        ("meter",),
        (_SITE, _INSTITUTION, _MEDIUM),
    ),
    Resource(
        "devices",
        "Devices, and when each was last seen",
        (
            *texts("device", "device_name", "kind", "protocol"),
            *numbers("s", "report_interval_s"),
            *texts("place", "site", "timezone", "institution", "connection"),
            *instants("connection_at", "last_at"),
        ),
        ("device",),
        (_SITE, _INSTITUTION, text("kind", "only of this kind", tuple(DeviceKind))),
    ),
    Resource(
        "readings",
        "Readings of a meter as they arrived",
        (
            *texts("meter", "device", "quantity", "unit"),
            *instants("at"),
            *numbers("unit", "value"),
            *instants("received_at"),
        ),
        ("at",),
        (
            text("meter", "of this meter", is_required=True),
            *span(Kind.INSTANT, "instant of the reading", is_required=True),
        ),
    ),
    _consumption(
        "hourly",
        "hour",
        Column("hour", Kind.INSTANT),
        span(Kind.INSTANT, "beginning of the hour", is_required=True),
        Column("reasons", Kind.TEXTS),
    ),
    _consumption("daily", "day", Column("day", Kind.DAY), span(Kind.DAY, "day", is_required=True)),
    _consumption("monthly", "month", Column("month", Kind.MONTH), span(Kind.MONTH, "month")),
    Resource(
        "set-aside",
        "Register steps that are not counted because nothing explains them",
        (
            *texts("meter", "meter_name", "medium", "unit", "site", "timezone", "institution"),
            *instants("at"),
            *numbers("unit", "step"),
            *texts("reason"),
            *instants("computed_at"),
        ),
        ("meter", "at"),
        (_METER, _SITE, _INSTITUTION, *span(Kind.INSTANT, "instant of the step")),
    ),
    Resource(
        "leaks",
        f"Leaks that were found: {', '.join(LeakReason)}",
        (
            *texts("meter", "meter_name", "site", "timezone", "institution", "reason"),
            *days("since", "decided", "latest", "ended"),
            *numbers("m3/h", "flow_m3h", "expected_m3h", "lost_m3h"),
            *numbers("m3/d", "m3_per_day"),
            *numbers("1", "share", "unusual"),
        ),
        ("meter", "reason", "since"),
        (_METER, _SITE, _INSTITUTION, *span(Kind.DAY, "first night that shows it")),
    ),
    Resource(
        "rejected",
        "Messages that could not be stored",
        (
            *integers("rejected_id"),
            *instants("received_at"),
            *texts("topic", "reason", "detail"),
            *of(Kind.INTEGER, "payload_bytes", unit="byte"),
            *instants("replayed_at"),
            *texts("replayed_by"),
        ),
        ("rejected_id",),
        (text("reason", "only of this reason"), *span(Kind.INSTANT, "arrival")),
    ),
)
"""Resources about meters and devices."""
