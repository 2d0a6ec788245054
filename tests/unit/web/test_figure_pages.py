"""Addresses of the pages of figures, and what quotas say."""

from datetime import date
from pathlib import Path

from dashboards.pages import PAGES
from dashboards.panel import Row
from guanjia.translations import translations
from models.registry import Language
from web.console.addresses import METER, address
from web.console.quota_page import said_of, verdict
from web.console.words import Words

ROOT = Path(__file__).parents[3]
EN, ZH = (Words(language, translations()[language]) for language in (Language.EN, Language.ZH_CN))


def test_whatever_stands_in_a_code_stays_within_its_part_of_an_address() -> None:
    assert address(Language.ZH_CN, METER, "a/../b?c#d") == "/meter/a%2F..%2Fb%3Fc%23d"
    asked = address(Language.EN, "/d/water", institution="a&b=c", place=None)
    assert asked == "/en/d/water?institution=a%26b%3Dc"


def test_the_style_knows_the_width_of_every_panel() -> None:
    css = (ROOT / "web" / "console" / "static" / "console.css").read_text("utf-8")
    spans = {panel.span for page in PAGES for panel in page.panels}
    assert {span for span in spans if f".span-{span} " not in css} == set()


def figure(**known: object) -> Row:
    empty: Row = dict.fromkeys(
        (
            "value", "quota_value", "projected", "projected_low", "projected_high", "tier", "purpose",
            "consequence", "limit_date", "target_kind", "target_value", "target_from", "target_to", "source",
            "source_table", "status", "coverage", "estimated_share",
        )
    )  # fmt: skip
    return {**empty, "unit": "m3", "quota_unit": "m3", "limit_tier": "limit", **known}


def test_a_projection_is_said_with_its_range() -> None:
    said = dict(said_of(figure(projected=62.5, projected_low=50.0, projected_high=75.0), EN))
    assert said["Projected for the whole year"] == "62.5 m³, between 50 and 75"
    assert dict(said_of(figure(projected=62.5), EN))["Projected for the whole year"] == "62.5 m³"


def test_a_target_of_their_own_history_is_named_as_such() -> None:
    span = {"target_from": date(2025, 1, 1), "target_to": date(2026, 1, 1)}
    own = figure(target_kind="own_history", target_value=20, **span)
    assert dict(said_of(own, ZH))["参照值"] == "20 m³ · 本单位上年 (2025-01-01 – 2026-01-01)"
    assert "Target" not in dict(said_of(figure(target_kind="quota", target_value=20, quota_value=20), EN))


def test_what_nobody_knows_is_left_out() -> None:
    assert dict(said_of(figure(), EN)) == {"Quota": "No quota is assigned, so nothing is judged"}


def test_the_verdict_says_on_which_side_of_the_schedule() -> None:
    assert verdict(2.5, EN) == "150 % ahead of schedule"
    assert verdict(0.8, EN) == "20 % below schedule"
