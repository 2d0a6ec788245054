"""Samples of storage/queries/ingest/."""

from collections.abc import Mapping
from datetime import UTC, datetime

from storage.database import query
from tests.storage_samples.sample import Sample

_NOW = datetime(2026, 1, 22, tzinfo=UTC)
_NEW = datetime(2026, 1, 21, 23, 30, tzinfo=UTC)

_STAGED = (
    query("ingest/create_staging"),
    # the first is new; the second is stored with another value
    b"INSERT INTO staging_reading (message, device_id, quantity_id, at, value)"
    b" VALUES (0, 1, 1, '2026-01-21 23:30Z', 131), (1, 1, 1, '2026-01-05 00:00Z', 7)",
    b"INSERT INTO staging_position (message, device_id, at, lon, lat)"
    b" VALUES (0, 4, '2026-01-21 23:30Z', 106.5, 38.5), (1, 4, '2026-01-05 00:00Z', 107, 38.5)",
)

SAMPLES: Mapping[str, Sample] = {
    "ingest/conflicting_positions": Sample(before=_STAGED),
    "ingest/conflicting_readings": Sample(before=_STAGED),
    "ingest/create_staging": Sample(),
    "ingest/keep_rejected": Sample(
        {
            "received_at": _NOW,
            "topic": "v1/yard/w2/telemetry",
            "payload": b"\x00",
            "reason": "not_json",
            "detail": "it is no text",
            "digest": b"\x03",
        }
    ),
    "ingest/keep_rejected_reading": Sample(
        {"rejected_id": 1, "device": "w2", "quantity": "volume_m3", "at": _NEW}
    ),
    "ingest/list_rejected": Sample({"reason": "not_json", "settled": False, "rows": 10}),
    "ingest/mark_stale": Sample(before=_STAGED),
    "ingest/mark_tracks": Sample(before=_STAGED),
    "ingest/open_rejected": Sample({"reason": None, "ids": [1, 2]}),
    "ingest/read_devices": Sample(),
    "ingest/read_rejected": Sample({"id": 1}),
    "ingest/read_revision": Sample(),
    "ingest/settle_rejected": Sample({"id": 1, "now": _NOW, "author": "马工"}),
    "ingest/store_event": Sample({"device_id": 1, "at": _NEW, "kind": "offline"}),
    "ingest/store_positions": Sample({"received_at": _NOW}, before=_STAGED),
    "ingest/store_readings": Sample({"received_at": _NOW}, before=_STAGED),
    "ingest/summarise_malformed": Sample(),
    "ingest/summarise_rejected": Sample(),
    "ingest/summarise_stored": Sample(),
}
