"""Rule files: the shipped one, and mistakes named with line and field."""

from datetime import timedelta
from pathlib import Path

import pytest

from guanjia.rule_files import RuleBook, read_rules
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


def test_a_changed_file_is_read_again_and_a_broken_one_leaves_the_rules_before_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, text = tmp_path / "rules.yaml", (RULES / "over-quota.yaml").read_text("utf-8")
    file.write_text(text, "utf-8")
    book = RuleBook(tmp_path)
    assert [rule.code for rule in book.rules()] == ["water-per-person"]
    file.write_text(text.replace("code: water-per-person", "code: renamed-rule"), "utf-8")
    assert [rule.code for rule in book.rules()] == ["renamed-rule"]
    file.write_text(text.replace("repeat: 7d", "repeat: weekly"), "utf-8")
    for _ in range(3):
        assert [rule.code for rule in book.rules()] == ["renamed-rule"]
    (said,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert f"rules.yaml:{line_of('repeat: 7d')}" in said
    file.write_text(text, "utf-8")
    assert [rule.code for rule in book.rules()] == ["water-per-person"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("fires_above: 1.10", "fires_above: 1.10\n    fires_below: 1", "one of fires_above and fires_below"),
        ("clears_below: 1.00", "clears_above: 1.00", "clears_below goes with fires_above"),
        ("indicator: water", "measure: passing\n    indicator: water", "takes fires_below"),
        ("kind: over_quota", "kind: over_quotas", "does not match any of the expected tags"),
    ],
)
def test_thresholds_that_make_no_sense_are_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in mistake(tmp_path, old, new)
