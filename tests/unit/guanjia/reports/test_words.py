"""What a report says stands in every catalogue."""

import ast
from pathlib import Path

import pytest

from models.consumption import HourReason
from models.registry import Language

ROOT = Path(__file__).parents[4]
_SAYS = {"say", "titled", "alerts", "_row"}
_UNITS = {"L", "m2", "m3", "kWh", "person"}


def said() -> set[str]:
    trees = [ast.parse(file.read_text("utf-8")) for file in (ROOT / "guanjia" / "reports").glob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    texts = [
        part.value
        for call in calls
        if getattr(call.func, "attr", getattr(call.func, "id", "")) in _SAYS
        for argument in call.args
        for part in ast.walk(argument)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
    return {text for text in texts if not text.endswith((": ", "unit "))} - _UNITS


@pytest.mark.parametrize("language", Language)
def test_what_a_report_says_is_translated(language: Language) -> None:
    po = (ROOT / "config" / "locales" / language.value / "LC_MESSAGES" / "guanjia.po").read_text("utf-8")
    words = said() | {f"hour: {reason}" for reason in HourReason}
    assert len(words) > 80
    assert {text for text in words if f'msgid "{text}"\n' not in po} == set()
