"""Every kind of rule, told apart by `kind`, and the files they are written in."""

from typing import Annotated

from pydantic import Field

from models.registry import Entry
from models.rules.meters import (
    AbsenceRule,
    LowCoverageRule,
    RateOfChangeRule,
    SetAsideRule,
    ThresholdRule,
)
from models.rules.quotas import OverQuotaRule
from models.rules.vehicles import VehicleRule

DeviceRule = ThresholdRule | RateOfChangeRule | AbsenceRule | LowCoverageRule | SetAsideRule
"""Rules about single meters, devices and sites."""

SightedRule = DeviceRule | VehicleRule
"""Rules about single meters, devices, sites and vehicles; what they see is a models.sightings.Sighting."""

Rule = OverQuotaRule | SightedRule
"""Every kind of rule, told apart by `kind`."""


class RuleFile(Entry):
    """One file of config/rules/."""

    rules: Annotated[tuple[Annotated[Rule, Field(discriminator="kind")], ...], Field(min_length=1)]
