"""Samples of storage/queries/board/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from tests.storage_samples.sample import Sample

SAMPLES: Mapping[str, Sample] = {
    "board/drivers": Sample({"day": date(2026, 1, 5)}),
    "board/exceptions": Sample({"since": datetime(2026, 1, 1, tzinfo=UTC)}),
    "board/orders": Sample(
        {"since": datetime(2026, 1, 5, tzinfo=UTC), "until": datetime(2026, 1, 6, tzinfo=UTC)}
    ),
    "board/vehicles": Sample({"now": datetime(2026, 1, 9, tzinfo=UTC)}),
}
