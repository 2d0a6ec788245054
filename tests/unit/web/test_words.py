"""What the pages say stands in every catalogue, and numbers read as their reader writes them."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboards.panel import Column, Format
from dashboards.panels import PANELS
from guanjia.translations import translations
from models.registry import Language
from web.console.words import UNKNOWN, Words

ROOT = Path(__file__).parents[3]
ZH, EN = (Words(language, translations()[language]) for language in Language)


def said_in_pages() -> set[str]:
    trees = [ast.parse(file.read_text("utf-8")) for file in (ROOT / "web").rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    asked = [
        call.args[0] for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "text"
    ]
    return {str(key.value) for key in asked if isinstance(key, ast.Constant)}


@pytest.mark.parametrize("language", Language)
def test_what_the_pages_say_is_translated(language: Language) -> None:
    po = (ROOT / "config" / "locales" / language.value / "LC_MESSAGES" / "guanjia.po").read_text("utf-8")
    said = said_in_pages()
    assert len(said) > 15
    assert {key for key in said if f'msgid "{key}"' not in po} == set()


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [(0, "0", "0"), (85, "85", "85"), (725_310, "725,310", "725,310"), (1_234_567, "1.2M", "123.5万")],
)
def test_counts_are_short_past_a_million(value: int, english: str, chinese: str) -> None:
    assert (EN.count(value), ZH.count(value)) == (english, chinese)


@pytest.mark.parametrize(("value", "text"), [(3.908, "3.91"), (92.14, "92.1"), (5321.4, "5,321"), (0.0, "0")])
def test_amounts_have_about_three_figures(value: float, text: str) -> None:
    assert EN.amount(value) == text


def test_an_instant_stands_on_the_clock_of_its_site() -> None:
    at = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)
    assert ZH.instant(at, "Asia/Shanghai") == "2026-11-22 04:30"
    assert ZH.instant(at, None) == "2026-11-21 20:30 UTC"


def test_what_is_not_known_is_no_zero() -> None:
    assert EN.cell(Column("n", "N", Format.COUNT), {"n": None}) == UNKNOWN
    assert EN.cell(Column("n", "N", Format.COUNT), {"n": 0}) == "0"


def test_a_difference_has_its_sign() -> None:
    assert [EN.signed_share(share) for share in (1.107, -0.2, 0.0)] == ["+111 %", "-20 %", "+0 %"]


def test_what_stands_beside_a_number_needs_something_to_compare_with() -> None:
    column = Column("a", "A", Format.AMOUNT, beside="yesterday %(value)s", beside_of="b")
    assert ZH.beside(column, {"a": 1.0, "b": 2.5}) == "昨日 2.5"
    assert ZH.beside(column, {"a": 1.0, "b": None}) == ""


def test_the_style_knows_every_width_in_use() -> None:
    css = (ROOT / "web" / "console" / "static" / "console.css").read_text("utf-8")
    assert {panel.span for panel in PANELS if f".span-{panel.span} " not in css} == set()
