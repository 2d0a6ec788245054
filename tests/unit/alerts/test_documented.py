"""What alerts call things stands in their reference."""

from pathlib import Path

from models.alerts import ChangeReason, Lack, Severity, State
from models.rules import OverQuotaRule

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "alerts.md"


def test_every_state_reason_severity_and_field_of_a_rule_is_documented() -> None:
    text = REFERENCE.read_text("utf-8")
    fields = {field.alias or name for name, field in OverQuotaRule.model_fields.items()}
    names = {*State, *ChangeReason, *Lack, *Severity, *fields}
    assert not {name for name in names if f"`{name}`" not in text}
