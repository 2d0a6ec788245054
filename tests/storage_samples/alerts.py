"""Samples of storage/queries/alerts/."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from psycopg.types.json import Jsonb

from tests.storage_samples.sample import Sample

_NOW = datetime(2026, 1, 22, tzinfo=UTC)

_RESOLVED = {
    "rule": "water-over-quota",
    "rule_group": "quota",
    "wait_s": 60,
    "subject": "bureau",
    "institution_id": 2,
    "state": "resolved",
    "since": _NOW.isoformat(),
    "told_at": None,
    "fired_at": None,
    "escalated_at": None,
    "severity": "warning",
    "figures": {"used_share": 0.5},
    "changed_at": _NOW.isoformat(),
    "from_state": "firing",
    "reason": "cleared",
    "audience": "contacts",
}

_TELLING = {
    "institution_id": 2,
    "severity": "warning",
    "rule_group": "quota",
    "audience": "contacts",
    "channel": "mail",
    "recipient": "officer@example.org",
    "language": "zh_CN",
    "quiet_from": "22:00:00",
    "quiet_to": "07:00:00",
    "quiet_zone": "Asia/Shanghai",
}

SAMPLES: Mapping[str, Sample] = {
    "alerts/claim_notification": Sample(
        {"now": _NOW, "stale_before": datetime(2026, 1, 21, tzinfo=UTC), "away": ["ops-wecom"]}
    ),
    "alerts/acknowledge": Sample({"alert": 1, "at": _NOW, "author": "somebody", "note": ""}),
    "alerts/add_silence": Sample(
        {
            "institution": "bureau",
            "rule": None,
            "subject": None,
            "begins_at": _NOW,
            "ends_at": datetime(2026, 1, 23, tzinfo=UTC),
            "recurrence": "",
            "lasting": None,
            "timezone": "Asia/Shanghai",
            "reason": "maintenance",
            "author": "somebody",
            "created_at": _NOW,
        }
    ),
    "alerts/claim_alone": Sample({"lock": 2}),
    "alerts/coverage_of_days": Sample({"now": _NOW, "days": 7}),
    "alerts/current_alerts": Sample(),
    "alerts/daily_use_of_meter": Sample({"meter": "w1", "at": _NOW, "days": 7}),
    "alerts/end_silence": Sample({"now": _NOW, "author": "somebody", "silence": 1}),
    "alerts/find_alerts": Sample({"name": "bureau", "rule": None}),
    "alerts/history": Sample({"since": datetime(2025, 1, 1, tzinfo=UTC), "rule": None, "name": None}),
    "alerts/last_heard": Sample({"now": _NOW}),
    "alerts/newest_days": Sample({"now": _NOW, "weeks": 4, "quantity": None, "medium": "water"}),
    "alerts/newest_gauges": Sample(
        {"now": _NOW, "since": datetime(2026, 1, 21, tzinfo=UTC), "quantity": "flow_m3h"}
    ),
    "alerts/newest_hours": Sample(
        {"now": _NOW, "since": datetime(2026, 1, 21, tzinfo=UTC), "quantity": "volume_m3"}
    ),
    "alerts/silences": Sample({"now": _NOW}),
    "alerts/steps_set_aside": Sample({"since": datetime(2025, 12, 22, tzinfo=UTC), "now": _NOW}),
    "alerts/vehicle_fixes": Sample({"now": _NOW, "since": datetime(2026, 1, 5, tzinfo=UTC)}),
    "alerts/vehicle_last_fixes": Sample({"now": _NOW}),
    "alerts/vehicle_mileage": Sample({"now": _NOW, "usual_since": datetime(2026, 1, 5, tzinfo=UTC)}),
    "alerts/vehicle_covers": Sample(
        {"since": datetime(2026, 1, 5, tzinfo=UTC), "now": _NOW, "slack": timedelta(minutes=30)}
    ),
    "alerts/vehicle_services": Sample(),
    "alerts/watched": Sample(),
    "alerts/daily_use": Sample(
        {"institution": "bureau", "medium": "water", "quantity": "volume_m3", "at": _NOW, "days": 7}
    ),
    "alerts/list_alerts": Sample(),
    "alerts/people": Sample(),
    "alerts/quota_progress": Sample(),
    "alerts/record_outcome": Sample(
        {
            "mail": 1,
            "claimed_at": None,
            "sent_at": _NOW,
            "failed_at": None,
            "not_before": None,
            "error": "",
        }
    ),
    "alerts/daily_use_of_meters": Sample({"meters": ["w1"], "shares": [0.5], "at": _NOW, "days": 7}),
    "alerts/flowing": Sample(),
    "alerts/leaks": Sample({"now": _NOW, "is_balance": True}),
    "alerts/newest_scores": Sample({"now": _NOW, "days": 1, "direction": -1, "medium": None}),
    "alerts/nights_of_meter": Sample({"meter": "w1", "at": _NOW, "days": 7}),
    "alerts/take_round": Sample({"lock": 1}),
    "alerts/write_round": Sample(
        {"alerts": Jsonb([_RESOLVED]), "tellings": Jsonb([_TELLING]), "interval_s": 300}
    ),
}
