"""What alerts call things stands in their reference."""

from pathlib import Path
from typing import get_args

from models.alerts import ChangeReason, Lack, Severity, State
from models.rules import (
    AllowanceMeasure,
    Days,
    Direction,
    LeakSign,
    Measure,
    Rule,
    Schedule,
    Season,
    Selector,
    Span,
)

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "alerts.md"


def test_every_state_reason_severity_and_field_of_a_rule_is_documented() -> None:
    text = REFERENCE.read_text("utf-8")
    kinds = get_args(Rule)
    fields = {field.alias or name for kind in kinds for name, field in kind.model_fields.items()}
    fields |= {field.alias or name for name, field in Schedule.model_fields.items()}
    fields |= set(Selector.model_fields)
    names = {
        *State,
        *ChangeReason,
        *Lack,
        *Severity,
        *Measure,
        *AllowanceMeasure,
        *LeakSign,
        *Direction,
        *Span,
    }
    names |= {*Days, *Season, *fields}
    assert not {name for name in names if f"`{name}`" not in text}
