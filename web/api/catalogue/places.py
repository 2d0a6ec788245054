"""Institutions, places, quotas."""

from models.quotas import Indicator
from models.registry import InstitutionType, PlaceKind
from web.api.columns import Column, Kind, days, numbers, of, texts
from web.api.resource import Resource, text

PLACES = (
    Resource(
        "institutions",
        "Institutions and what is above each",
        texts("institution", "institution_name", "institution_name_en", "type", "parent"),
        ("institution",),
        (text("institution", "only this code"), text("type", "only this type", tuple(InstitutionType))),
    ),
    Resource(
        "places",
        "Sites, buildings, floors and what else is in them",
        texts("place", "place_name", "place_name_en", "kind", "parent", "site", "timezone", "institution"),
        ("place",),
        (
            text("site", "only in this site"),
            text("institution", "only of this institution"),
            text("kind", "only of this kind", tuple(PlaceKind)),
        ),
    ),
    Resource(
        "quotas",
        "Quotas, each with its limit and its source",
        (
            *texts("quota", "indicator", "category", "zone", "unit", "scheme", "limit_tier", "limit_tier_en"),
            *numbers("unit", "limit_value"),
            *of(Kind.TEXTS, "counts"),
            *texts("people", "period", "day_divisor", "factor_set", "source", "source_table"),
            Column("year", Kind.INTEGER),
            *days("valid_from", "valid_to"),
            *texts("status", "note"),
        ),
        ("quota",),
        (text("indicator", "only of this indicator", tuple(Indicator)),),
    ),
    Resource(
        "quota-tiers",
        "Tiers of quotas, the best of a ladder first",
        (
            *texts("quota", "indicator", "category", "zone"),
            Column("position", Kind.INTEGER),
            *texts("tier", "tier_en"),
            *numbers("unit", "value"),
            *texts("unit"),
            Column("is_limit", Kind.FLAG),
            *texts("purpose", "consequence", "source", "source_table"),
            Column("year", Kind.INTEGER),
            *texts("status"),
        ),
        ("quota", "position"),
        (text("quota", "only of this quota"), text("indicator", "only of this indicator", tuple(Indicator))),
    ),
)
"""Resources about who is there and what they are judged by."""
