"""Alert rules as people write them in config/rules/*.yaml."""

from models.rules.allowances import AllowanceMeasure, AllowanceRule
from models.rules.detection import AnomalyRule, Direction, LeakRule, LeakSign
from models.rules.entry import Limits, RuleEntry
from models.rules.kinds import Rule, RuleFile, SightedRule
from models.rules.meters import (
    AbsenceRule,
    LowCoverageRule,
    RateOfChangeRule,
    SetAsideRule,
    Span,
    ThresholdRule,
)
from models.rules.parts import Duration, Runbook, Share, Words
from models.rules.quotas import Measure, OverQuotaRule
from models.rules.schedule import Days, Schedule, Season
from models.rules.selector import Selector
from models.rules.vehicles import (
    Crossing,
    DueBy,
    FencedRule,
    GeofenceRule,
    MaintenanceDueRule,
    OutOfHoursRule,
    OvernightAwayRule,
    SpeedingRule,
    VehicleRule,
)

__all__ = [
    "AbsenceRule",
    "AllowanceMeasure",
    "AllowanceRule",
    "AnomalyRule",
    "Crossing",
    "Days",
    "Direction",
    "DueBy",
    "Duration",
    "FencedRule",
    "GeofenceRule",
    "LeakRule",
    "LeakSign",
    "Limits",
    "LowCoverageRule",
    "MaintenanceDueRule",
    "Measure",
    "OutOfHoursRule",
    "OverQuotaRule",
    "OvernightAwayRule",
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
    "SpeedingRule",
    "ThresholdRule",
    "VehicleRule",
    "Words",
]
