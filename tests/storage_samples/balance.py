"""Samples of storage/queries/balance/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from tests.storage_samples.sample import Sample

_MONTH = {"period_start": date(2026, 1, 1), "period_end": date(2026, 2, 1)}
_BEGINS, _ENDS = datetime(2025, 12, 31, 16, tzinfo=UTC), datetime(2026, 1, 31, 16, tzinfo=UTC)

SAMPLES: Mapping[str, Sample] = {
    "balance/days": Sample({"meters": [1, 2], **_MONTH}),
    "balance/fittings": Sample(
        {
            "site": "yard",
            "medium": "water",
            "quantity": "volume_m3",
            "period_end": date(2026, 2, 1),
            "ends": _ENDS,
        }
    ),
    "balance/nights": Sample({"site": "yard", "medium": "water", **_MONTH}),
    "balance/points": Sample(
        {
            "site": "yard",
            "begins": _BEGINS,
            "ends": _ENDS,
            "media": ["water", "electricity"],
            "quantities": ["volume_m3", "energy_kwh"],
        }
    ),
    "balance/sites": Sample(),
}
