"""Samples of storage/queries/alerts/."""

from collections.abc import Mapping
from datetime import UTC, datetime

from psycopg.types.json import Jsonb

from tests.storage_samples.sample import Sample

_NOW = datetime(2026, 1, 22, tzinfo=UTC)

_RESOLVED = {
    "rule": "water-over-quota",
    "subject": "bureau",
    "institution_id": 2,
    "state": "resolved",
    "since": _NOW.isoformat(),
    "told_at": None,
    "severity": "warning",
    "figures": {"used_share": 0.5},
    "changed_at": _NOW.isoformat(),
    "from_state": "firing",
    "reason": "cleared",
    "is_told": True,
}

SAMPLES: Mapping[str, Sample] = {
    "alerts/claim_notification": Sample({"now": _NOW, "stale_before": datetime(2026, 1, 21, tzinfo=UTC)}),
    "alerts/current_alerts": Sample({"rule": "water-over-quota"}),
    "alerts/daily_use": Sample(
        {"institution": "bureau", "medium": "water", "quantity": "volume_m3", "at": _NOW, "days": 7}
    ),
    "alerts/list_alerts": Sample(),
    "alerts/quota_progress": Sample({"indicator": "water_per_person"}),
    "alerts/record_outcome": Sample(
        {
            "id": 1,
            "claimed_at": None,
            "sent_at": _NOW,
            "failed_at": None,
            "not_before": None,
            "error": "",
        }
    ),
    "alerts/take_round": Sample({"lock": 1}),
    "alerts/write_round": Sample({"alerts": Jsonb([_RESOLVED])}),
}
