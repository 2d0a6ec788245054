"""Alert rules as people write them in config/rules/*.yaml."""

from models.rules.kinds import (
    AbsenceRule,
    Limits,
    LowCoverageRule,
    Measure,
    OverQuotaRule,
    RateOfChangeRule,
    Rule,
    RuleEntry,
    RuleFile,
    SetAsideRule,
    SightedRule,
    Span,
    ThresholdRule,
)
from models.rules.parts import Duration, Runbook, Share, Words
from models.rules.schedule import Days, Schedule, Season
from models.rules.selector import Selector

__all__ = [
    "AbsenceRule",
    "Days",
    "Duration",
    "Limits",
    "LowCoverageRule",
    "Measure",
    "OverQuotaRule",
    "RateOfChangeRule",
    "Rule",
    "RuleEntry",
    "RuleFile",
    "Runbook",
    "Schedule",
    "Season",
    "Selector",
    "SetAsideRule",
    "Share",
    "SightedRule",
    "Span",
    "ThresholdRule",
    "Words",
]
