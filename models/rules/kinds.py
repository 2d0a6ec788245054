"""Every kind of rule, told apart by `kind`, and the files they are written in."""

from typing import Annotated

from pydantic import Field

from models.registry import Entry
from models.rules.allowances import AllowanceRule
from models.rules.detection import AnomalyRule, LeakRule
from models.rules.meters import (
    AbsenceRule,
    LowCoverageRule,
    RateOfChangeRule,
    SetAsideRule,
    ThresholdRule,
)
from models.rules.quotas import OverQuotaRule
from models.rules.vehicles import VehicleRule

SightedRule = (
    ThresholdRule
    | RateOfChangeRule
    | AbsenceRule
    | LowCoverageRule
    | SetAsideRule
    | LeakRule
    | AnomalyRule
    | AllowanceRule
    | VehicleRule
)
"""Rules about meters, devices, sites, places and vehicles; what they see is a models.sightings.Sighting."""

Rule = OverQuotaRule | SightedRule
"""Every kind of rule, told apart by `kind`."""


class RuleFile(Entry):
    """One file of config/rules/."""

    rules: Annotated[tuple[Annotated[Rule, Field(discriminator="kind")], ...], Field(min_length=1)]
