"""Samples of the queries in storage/queries/analytics/ that make trips of fixes."""

from collections.abc import Mapping
from datetime import UTC, datetime

from psycopg.types.json import Jsonb

from tests.storage_samples.sample import Sample

_SINCE = datetime(2026, 1, 5, 0, 10, tzinfo=UTC)
_UNTIL = datetime(2026, 1, 5, 0, 50, tzinfo=UTC)
_DAY = {
    "vehicle": 1,
    "first": datetime(2026, 1, 4, 22, tzinfo=UTC),
    "last": datetime(2026, 1, 5, 3, tzinfo=UTC),
}
_TRIP = {
    "started_at": "2026-01-06T00:00:00+00:00",
    "ended_at": "2026-01-06T01:00:00+00:00",
    "start_lon": 106.25,
    "start_lat": 38.5,
    "end_lon": 106.5,
    "end_lat": 38.5,
    "distance_m": 900.5,
    "track_m": 900.5,
    "odometer_m": None,
    "odometer_lack": "coarse",
    "driving_s": 3600,
    "idling_s": 0,
    "stopped_s": 0,
    "gap_s": 0,
    "top_speed_kmh": None,
    "top_at": None,
    "top_lon": None,
    "top_lat": None,
    "fixes": 120,
}
_STOP = {
    "started_at": "2026-01-06T01:00:00+00:00",
    "ended_at": "2026-01-06T03:00:00+00:00",
    "lon": 106.5,
    "lat": 38.5,
    "idling_s": 0,
    "fixes": 8,
}
_MARKED = (b"INSERT INTO stale_track (vehicle_id, hour) VALUES (1, '2026-01-05 00:00Z')",)

SAMPLES: Mapping[str, Sample] = {
    "analytics/add_up_pieces": Sample({"vehicle": 1, "since": _SINCE, "until": None}),
    "analytics/read_stops": Sample(_DAY),
    "analytics/read_track": Sample(_DAY),
    "analytics/read_trips": Sample(_DAY),
    "analytics/remove_pieces": Sample(
        {"vehicle": 1, "trips": [datetime(2026, 1, 5, tzinfo=UTC)], "stops": [_DAY["first"]]}
    ),
    "analytics/take_stale_track": Sample({"vehicle": 1}, before=_MARKED),
    "analytics/track_window": Sample({"vehicle": 1, "since": _SINCE, "until": _UNTIL}),
    "analytics/try_vehicle": Sample({"vehicle": 1}),
    "analytics/vehicles_to_compute": Sample({"not_these": [2], "most": 20}, before=_MARKED),
    "analytics/write_pieces": Sample({"vehicle": 1, "trips": Jsonb([_TRIP]), "stops": Jsonb([_STOP])}),
}
