"""Samples of storage/queries/export/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from tests.storage_samples.sample import Sample

_METERS = {"meters": [1, 2]}
_DAYS = {**_METERS, "since": date(2026, 1, 1), "until": date(2026, 2, 1)}
_DRIVEN = {"first_day": date(2026, 1, 1), "end_day": date(2026, 2, 1), "plates": ["宁A00001"]}

SAMPLES: Mapping[str, Sample] = {
    "export/above_modulus": Sample({"site": "yard", "meter": None, "least": 1}),
    "export/asides": Sample({"site": "yard", "meter": None, "rows": 10}),
    "export/columns_of_view": Sample({"view": "analytics.trip"}),
    "export/days": Sample(_DAYS),
    "export/extent": Sample(_METERS),
    "export/hours": Sample(
        {**_METERS, "since": datetime(2026, 1, 5, tzinfo=UTC), "until": datetime(2026, 1, 6, tzinfo=UTC)}
    ),
    "export/meters": Sample(),
    "export/months": Sample(_DAYS),
    "export/outings": Sample(_DRIVEN),
    "export/stops": Sample(_DRIVEN),
    "export/trips": Sample(_DRIVEN),
    "export/vehicle_days": Sample(_DRIVEN),
    "export/occupancy": Sample({"since": date(2026, 1, 1), "until": date(2026, 2, 1)}),
    "export/use_by_month": Sample(_DAYS),
}
