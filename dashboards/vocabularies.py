"""Codes that queries of panels give, by vocabulary: the catalogues hold `VOCABULARY: code` for each."""

from collections.abc import Mapping, Sequence

from models.alerts import Severity, State
from models.quotas import Indicator, SourceStatus
from models.refusals import Reason
from models.registry import DeviceKind
from models.vehicle_costs import CostKind

UNITS: Sequence[str] = (
    *("m3", "kWh", "GJ", "kgce", "kgCO2", "kgCO2/a"),
    *("m3/(person·a)", "m3/person", "L/(person·d)", "L/(bed·d)", "m3/(m2·a)", "m3/m2"),
    *("kWh/(m2·a)", "kWh/m2", "kgce/(person·a)", "kgce/person", "kgce/(m2·a)", "kgce/m2"),
    *("kgCO2/(person·a)", "kgCO2/person", "kgCO2/(m2·a)", "kgCO2/m2"),
)
"""The units of amounts and figures, which the catalogues print; any other stands as it is stored."""

VOCABULARIES: Mapping[str, Sequence[str]] = {
    "state": [state for state in State if state is not State.INACTIVE],
    "severity": list(Severity),
    "indicator": list(Indicator),
    "reason": list(Reason),
    "quota status": list(SourceStatus),
    "medium": ("water", "reclaimed_water", "electricity", "gas", "heat"),
    "item": ("lighting_sockets", "hvac", "power", "special", "vehicle_charging"),
    "day": ("today", "yesterday"),
    "vehicle": ("moving", "parked", "silent", "unseen"),
    "duty": ("general", "enforcement", "leadership", "reception"),
    "connection": ("online", "offline"),
    "count": ("messages",),
    "leak": ("night_step", "continuous_flow", "balance_step"),
    "entry status": ("blocked", "proposed", "confirmed", "rejected", "recorded"),
    "reason of a step": ("drop", "jump", "reverse"),
    "cost kind": list(CostKind),
    "service": ("own_service", "regular_service", "tyres", "insurance", "inspection"),
    "device": list(DeviceKind),
    "span": ("before", "this"),
    "ranked": ("own", "alike"),
    "known": ("metered", "estimated"),
    "heard": ("reporting", "silent"),
}
"""All that panels use; a code that is not here stands for itself."""
