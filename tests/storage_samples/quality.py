"""Samples of storage/queries/quality/: what the pages of data quality ask."""

from collections.abc import Mapping
from datetime import UTC, datetime

from tests.storage_samples.sample import Sample

_SINCE, _UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
_SPAN = {"since": _SINCE, "until": _UNTIL}
_BATTERY = (
    b"RESET ROLE",
    b"INSERT INTO reading (device_id, quantity_id, at, value, received_at)"
    b" SELECT 1, id, '2026-01-31Z', 3.5, '2026-01-31Z' FROM quantity WHERE name = 'battery_v'",
    b"SET LOCAL ROLE guanjia_reader",
)
_DEVICES = {
    "text": "w",
    "kind": "water_meter",
    "silent": True,
    "institution": "bureau",
    "now": _UNTIL,
    "rows": 51,
    "after_device": "e1",
}

SAMPLES: Mapping[str, Sample] = {
    "quality/asides": Sample(
        {
            **_SPAN,
            "text": "总表",
            "meter": "w1",
            "after_at": datetime(2026, 1, 20, tzinfo=UTC),
            "after_meter": "w1",
            "rows": 51,
        }
    ),
    "quality/batteries": Sample({"devices": ["w1"], "now": _UNTIL}, before=_BATTERY),
    "quality/by_institution": Sample({"since": _SINCE, "now": _UNTIL}),
    "quality/devices": Sample({name: value for name, value in _DEVICES.items() if name != "silent"}),
    "quality/devices_by_silence": Sample(_DEVICES | {"after_at": None}),
    "quality/hours": Sample({"meter": "w1", **_SPAN}),
    "quality/installations": Sample({"meter": "w2"}),
    "quality/meter": Sample({"meter": "w1"}),
    "quality/meters": Sample({"now": _UNTIL, "text": "B2", "medium": "water", "after": "w1", "rows": 51}),
    "quality/readings": Sample({"device": "w1", "quantity": "volume_m3", **_SPAN}),
    "quality/rejected": Sample(
        {
            **_SPAN, "id": None, "reason": "future", "settled": False, "text": "/W1/", "after": 9, "rows": 51,
        }
    ),
    "quality/rejected_open": Sample({"reason": "not_json", "rows": 1000}),
    "quality/rejected_reasons": Sample(),
}  # fmt: skip
