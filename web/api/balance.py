"""The balance of a site: what goes in, what the meters below count, what nobody accounts for."""

from collections.abc import Callable
from dataclasses import replace

from fastapi import FastAPI

from analytics.balance.tree import Judgement
from models.registry import Medium
from web.api.columns import Kind, days, integers, numbers, texts
from web.api.pages import Pages, Source
from web.api.parts import Parts
from web.api.resource import Resource, span, text
from web.api.serving import add_resource

_JUDGEMENTS = ", ".join(Judgement)
_ASKED = (
    text("site", "of this site", is_required=True),
    text("medium", "of this medium", tuple(Medium), is_required=True),
    *span(Kind.DAY, "day of the site's own calendar", is_required=True),
)
_OF = (*texts("site", "medium", "unit"), *days("period_start", "period_end"))

BALANCE = (
    Resource(
        "balance/levels",
        f"What each level of meters of a site counted in days that are over, and the loss: {_JUDGEMENTS}",
        (
            *_OF,
            *integers("level", "meters", "silent"),
            *numbers("unit", "amount", "estimated"),
            *numbers("1", "coverage"),
            *numbers("unit", "below", "unaccounted"),
            *numbers("1", "unaccounted_share"),
            *texts("judgement"),
            *numbers("1", "metered_volume_rate"),
        ),
        ("level",),
        _ASKED,
    ),
    Resource(
        "balance/fittings",
        "Meters in place at the end of a period beside those required, by level and institution of a site",
        (
            *_OF,
            *integers("level"),
            *texts("institution", "institution_name"),
            *integers("fitted", "required"),
            *numbers("1", "fitting_rate"),
            *texts("source"),
        ),
        ("level", "institution"),
        _ASKED,
    ),
    Resource(
        "balance/meters",
        f"What each meter of a site counted beside those directly below it: {_JUDGEMENTS}",
        (
            *texts("site", "medium"),
            *days("period_start", "period_end"),
            *texts("meter", "meter_name"),
            *integers("level"),
            *texts("parent", "item", "unit"),
            *numbers("unit", "amount", "estimated"),
            *numbers("1", "coverage"),
            *numbers("unit", "children", "children_estimated"),
            *numbers("1", "children_coverage"),
            *numbers("unit", "unaccounted"),
            *numbers("1", "unaccounted_share"),
            *texts("judgement"),
        ),
        ("meter",),
        _ASKED,
    ),
)
"""Resources that are computed from days when they are asked for: no query of the API has them."""


def add_balance(source: Source) -> Callable[[FastAPI, Parts], None]:
    """Return what adds the routes; `source` has the rows: guanjia.balance.source.BalanceSource."""

    def add(app: FastAPI, parts: Parts) -> None:
        for resource in BALANCE:
            add_resource(app, resource, replace(parts, pages=Pages(source)))

    return add
