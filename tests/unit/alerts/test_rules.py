"""Rule files: the shipped one, and mistakes named with line and field."""

from datetime import timedelta
from pathlib import Path

import pytest

from guanjia.rule_files import read_rules
from models.errors import ConfigError, FileMistakesError
from tests.unit.alerts.samples import RULES, shipped_rule


def mistake(folder: Path, old: str, new: str) -> str:
    text = (RULES / "over-quota.yaml").read_text("utf-8")
    assert old in text
    (folder / "rules.yaml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(FileMistakesError) as caught:
        read_rules(folder)
    return str(caught.value)


def line_of(text: str) -> int:
    lines = (RULES / "over-quota.yaml").read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_the_shipped_rule_says_what_its_comments_say() -> None:
    rule = shipped_rule()
    assert (rule.fires_above, rule.clears_below) == (1.10, 1.00)
    assert (rule.lasting, rule.repeat) == (timedelta(0), timedelta(days=7))
    assert (rule.min_observed_days, rule.min_coverage) == (7, 0.8)


@pytest.mark.parametrize(
    ("old", "new", "field", "remedy"),
    [
        ("repeat: 7d", "repeat: weekly", "repeat", "write 0s, 90s, 15min, 6h or 7d"),
        ("min_coverage: 0.8", "min_coverage: 80", "min_coverage", "less than or equal to 1"),
        ("severity: warning", "severity: loud", "severity", "'info', 'warning' or 'critical'"),
        ("fires_above: 1.10", "fires: 1.10", "fires", "Extra inputs"),
    ],
)
def test_a_mistake_is_named_with_line_field_and_remedy(
    tmp_path: Path, old: str, new: str, field: str, remedy: str
) -> None:
    said = mistake(tmp_path, old, new)
    assert f"rules.yaml:{line_of(old)}: rules.0.{field}: " in said
    assert remedy in said


def test_a_rule_that_would_clear_while_it_fires_is_refused(tmp_path: Path) -> None:
    assert "clears_below" in mistake(tmp_path, "clears_below: 1.00", "clears_below: 1.20")


def test_two_rules_with_one_code_are_refused(tmp_path: Path) -> None:
    text = (RULES / "over-quota.yaml").read_text("utf-8")
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(FileMistakesError, match=r"b\.yaml: code: .*a\.yaml"):
        read_rules(tmp_path)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="holds no rules"):
        read_rules(tmp_path)
