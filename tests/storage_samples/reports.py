"""Samples of storage/queries/reports/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from tests.storage_samples.sample import Sample

_NOW = datetime(2026, 1, 22, tzinfo=UTC)
_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
_DAY = date(2026, 1, 5)
_MEDIA = {"media": ["water", "electricity"], "quantities": ["volume_m3", "energy_kwh"]}

SAMPLES: Mapping[str, Sample] = {
    "reports/asides": Sample({"institution": "city", "since": _BEFORE, "until": _NOW}),
    "reports/buildings": Sample(_MEDIA | {"institution": "city", "month": date(2026, 1, 1)}),
    "reports/claim": Sample({"now": _NOW, "stale_before": _BEFORE}),
    "reports/day_use": Sample(_MEDIA | {"institution": "city", "day": _DAY, "weeks": 4}),
    "reports/episodes": Sample({"institution": "city", "since": _BEFORE, "until": _NOW}),
    "reports/figures": Sample({"institution": "city", "day": _DAY}),
    "reports/institution_id": Sample({"institution": "city"}),
    "reports/members": Sample({"institution": "city"}),
    "reports/poor_meters": Sample(
        {
            "institution": "city",
            "period_start": _DAY,
            "period_end": date(2026, 1, 6),
            "coverage": 1.5,
        }
    ),
    "reports/record": Sample(
        {
            "report": 1,
            "claimed_at": None,
            "sent_at": _NOW,
            "failed_at": None,
            "skipped_at": None,
            "not_before": None,
            "error": "",
        }
    ),
    "reports/silent_devices": Sample({"institution": "city", "until": _NOW}),
    "reports/sites": Sample({"institution": "city"}),
    "reports/sources": Sample({"meters": [1, 2, 3], "since": _BEFORE, "until": _NOW}),
    "reports/vehicles": Sample(
        {"institution": "city", "period_start": date(2026, 1, 1), "period_end": date(2026, 2, 1)}
    ),
    "reports/write_due": Sample({"now": _NOW, "coverage": 0.95, "last_day": 3}),
}
