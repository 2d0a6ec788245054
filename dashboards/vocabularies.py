"""Codes that queries of panels give, by vocabulary: the catalogues hold `VOCABULARY: code` for each."""

from collections.abc import Mapping, Sequence

from models.alerts import Severity, State
from models.quotas import Indicator, SourceStatus
from models.refusals import Reason

VOCABULARIES: Mapping[str, Sequence[str]] = {
    "state": [state for state in State if state not in {State.INACTIVE, State.RESOLVED}],
    "severity": list(Severity),
    "indicator": list(Indicator),
    "reason": list(Reason),
    "quota status": list(SourceStatus),
    "medium": ("water", "reclaimed_water"),
    "item": ("lighting_sockets", "hvac", "power", "special"),
    "day": ("today", "yesterday"),
    "vehicle": ("moving", "parked", "silent", "unseen"),
    "duty": ("general", "enforcement", "leadership", "reception"),
    "connection": ("online", "offline"),
    "count": ("messages",),
}
"""All that panels use; a code that is not here stands for itself."""
