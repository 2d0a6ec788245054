"""What people act on: figures against quotas, alerts, allowances."""

from models.alerts import State
from models.figures import PeriodKind
from models.quotas import Indicator
from models.registry import Medium
from web.api.columns import Column, Kind, days, instants, integers, numbers, of, texts
from web.api.resource import Parameter, Resource, span, text

_INSTITUTION = text("institution", "only of this institution itself")
_ALLOWED = (
    text("place", "only of this place"),
    _INSTITUTION,
    text("medium", "only of this medium", tuple(Medium)),
)

AFFAIRS = (
    Resource(
        "indicators",
        "Figures of institutions per person, per area and so on, each with all below it",
        (
            *texts("institution", "institution_name", "indicator", "period"),
            *days("period_start", "period_end"),
            *numbers("unit", "value"),
            *texts("unit"),
            *numbers("", "numerator", "denominator"),
            *texts("divisor", "day_divisor"),
            *of(Kind.TEXTS, "counted"),
            *numbers("1", "coverage", "estimated_share"),
            *numbers("d", "observed_days"),
            *days("observed_from", "observed_to"),
            *texts("quota", "quota_source", "quota_tier"),
            *numbers("", "quota_value"),
            *texts("tier"),
            *numbers("1", "used_share", "due_share"),
            *texts("due_basis"),
            *numbers("unit", "projected", "projected_low", "projected_high"),
            *days("limit_date"),
            *texts("factor_set"),
            *numbers("unit", "value_last_year"),
            *numbers("1", "change_last_year"),
            *numbers("unit", "value_last_period"),
            *numbers("1", "change_last_period"),
            *texts("target_kind"),
            *numbers("", "target_value"),
            *of(Kind.TEXTS, "check_reasons"),
            *instants("computed_at"),
        ),
        ("institution", "indicator", "period_start", "period_end"),
        (
            _INSTITUTION,
            text("indicator", "only this one", tuple(Indicator)),
            text("period", "only of such periods", tuple(PeriodKind)),
            *span(Kind.DAY, "first day of the period"),
        ),
    ),
    Resource(
        "alerts",
        "Alerts as they are",
        (
            *integers("alert_id"),
            *texts("rule", "subject", "institution", "timezone", "state"),
            *instants("since", "told_at"),
            *texts("severity"),
            Column("figures", Kind.DOCUMENT),
        ),
        ("alert_id",),
        (
            Parameter("alert", Kind.INTEGER, "only this number"),
            _INSTITUTION,
            text("rule", "only of this rule"),
            text("state", "only in this state", tuple(State)),
            *span(Kind.INSTANT, "since when it is in its state"),
        ),
    ),
    Resource(
        "notifications",
        "Messages about alerts: by name to whom each went, and what became of it",
        (
            *integers("notification_id", "alert_id"),
            *texts("rule", "subject", "institution"),
            *instants("changed_at"),
            *texts("to_state", "reason", "channel", "recipient", "language"),
            *integers("attempts"),
            *instants("created_at", "sent_at", "failed_at"),
            *texts("error"),
        ),
        ("notification_id",),
        (
            Parameter("alert", Kind.INTEGER, "only about the alert of this number"),
            _INSTITUTION,
            text("rule", "only of this rule"),
            *span(Kind.INSTANT, "instant at which the alert changed"),
        ),
    ),
    Resource(
        "silences",
        "Silences that hold for some of a span: times in which nobody is told of some alerts",
        (
            *integers("silence_id"),
            *texts("institution", "rule", "subject"),
            *instants("begins_at", "ends_at"),
            *texts("recurrence"),
            *numbers("s", "lasting_s"),
            *texts("timezone", "reason", "author"),
            *instants("created_at", "ended_at"),
            *texts("ended_by"),
        ),
        ("silence_id",),
        (
            text("silence", "only the one of this number"),
            _INSTITUTION,
            text("rule", "only of this rule"),
            *span(Kind.INSTANT, "time of the silence"),
        ),
    ),
    Resource(
        "allowances",
        "Monthly allowances of places: what was proposed and what was approved",
        (
            *integers("allowance_id"),
            *texts(
                "place", "place_name", "site", "timezone", "institution", "institution_name", "medium", "unit"
            ),
            Column("month", Kind.MONTH),
            *days("period_start", "period_end"),
            *numbers("unit", "proposed"),
            *texts("basis", "formula"),
            *instants("proposed_at"),
            *numbers("unit", "approved"),
            *texts("approved_by"),
            *instants("approved_at"),
            *texts("note"),
            *integers("approvals"),
        ),
        ("allowance_id",),
        (*_ALLOWED, *span(Kind.MONTH, "month of the allowance")),
    ),
    Resource(
        "allowance-ledger",
        "Settlements of allowances, and adjustments by late data",
        (
            *integers("entry_id", "allowance_id"),
            *texts("place", "place_name", "site", "institution", "institution_name", "medium"),
            Column("month", Kind.MONTH),
            *days("period_start", "period_end"),
            *texts("unit", "kind", "status"),
            *integers("settled_entry_id"),
            *numbers("unit", "approved", "volume", "carried", "saved"),
            *numbers("currency", "amount"),
            *texts("currency", "rule"),
            *numbers("1", "coverage", "estimated_share"),
            *integers("revision"),
            *of(Kind.TEXTS, "blocks"),
            *instants("computed_at"),
            *texts("decided_by"),
            *instants("decided_at"),
            *texts("why"),
        ),
        ("entry_id",),
        (*_ALLOWED, text("status", "only in this status"), *span(Kind.MONTH, "month of the allowance")),
    ),
)
"""Resources about figures, alerts and allowances."""
