"""Samples of storage/queries/desk/: what the dispatcher's desk of console and API asks."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from tests.storage_samples.sample import Sample

_DAY = {"since": datetime(2026, 1, 5, tzinfo=UTC), "until": datetime(2026, 1, 6, tzinfo=UTC)}

SAMPLES: Mapping[str, Sample] = {
    "desk/checks": Sample({"institutions": ["bureau"], "day": date(2026, 1, 5)}),
    "desk/duties": Sample(
        {
            "institutions": ["bureau"],
            "since": datetime(2026, 1, 2, tzinfo=UTC),
            "until": datetime(2026, 1, 3, tzinfo=UTC),
        }
    ),
    "desk/entered_by": Sample({"id": 1}),
    "desk/last_number": Sample({"institution": "bureau", "beginning": "2026-"}),
    "desk/orders": Sample(
        {
            "institutions": ["city", "bureau"],
            "id": 1,
            "states": ["dispatched"],
            **_DAY,
            "plate": "宁A00001",
            "text": "青铜",
            "after_at": datetime(2026, 1, 7, tzinfo=UTC),
            "after_id": 2,
            "limit": 51,
        }
    ),
    "desk/outings": Sample({"plate": "宁A00001", **_DAY}),
    "desk/same_entry": Sample({"institution": "bureau", "key": "k-2"}),
    "desk/sent": Sample({"id": 2, **_DAY}),
    "desk/take_turn": Sample({"lock": 7}),
    "desk/within": Sample({"root": "city"}),
}
