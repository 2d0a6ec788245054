"""Who sent which vehicle where: orders, duty, drivers and their checks."""

from models.dispatch import CheckKind, OrderState
from web.api.columns import Column, Kind, days, instants, integers, numbers, texts
from web.api.resource import Resource, span, text

_INSTITUTION = text("institution", "only of this institution itself")
_OF = (text("vehicle", "only this plate"), _INSTITUTION)
_DRIVER = text("driver", "only this code")

DISPATCH = (
    Resource(
        "orders",
        "Dispatch orders that are planned for some of a span",
        (
            *integers("order_id"),
            *texts("institution", "number", "applicant", "purpose", "destination", "fence"),
            *numbers("degrees", "lon", "lat"),
            *instants("planned_from", "planned_to"),
            *texts("plate", "driver", "passengers", "state", "approved_by"),
            *instants("approved_at", "changed_at"),
            *texts("changed_by", "note"),
        ),
        ("planned_from", "order_id"),
        (
            *_OF,
            text("state", "only in this state", tuple(OrderState)),
            *span(Kind.INSTANT, "time it is planned for"),
        ),
    ),
    Resource(
        "duties",
        "Duty that vehicles were registered for and that touches a span",
        (
            *texts("plate", "institution"),
            *instants("starts_at", "ends_at"),
            *texts("reason"),
            *instants("registered_at"),
            *texts("registered_by"),
        ),
        ("plate", "starts_at", "ends_at"),
        (*_OF, *span(Kind.INSTANT, "time of the duty")),
    ),
    Resource(
        "daily-checks",
        "The three checks of a vehicle and day, as far as they were made",
        (
            *texts("plate", "institution"),
            *days("day"),
            *texts("kind", "driver"),
            Column("passed", Kind.FLAG),
            *texts("defects"),
            *instants("at"),
            *texts("author"),
        ),
        ("plate", "day", "kind"),
        (*_OF, text("kind", "only this one", tuple(CheckKind)), *span(Kind.DAY, "day of the check")),
    ),
    Resource(
        "drivers",
        "Drivers, and how long their licences hold",
        (
            *texts("driver", "driver_name", "institution", "licence_class"),
            *days("licence_until", "valid_from", "valid_to"),
        ),
        ("driver",),
        (_DRIVER, _INSTITUTION),
    ),
    Resource(
        "driver-turns",
        "The duty rota: days on which drivers are on duty",
        (
            *texts("driver"),
            *days("first_day", "last_day"),
            *texts("every"),
            *integers("days"),
        ),
        ("driver", "first_day", "every"),
        (_DRIVER,),
    ),
)
"""Resources about dispatch."""
