"""Samples of what fills the scene of the panels' bench: each gets what it asks for of the same."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.database import query
from tests.storage_samples.sample import Sample

_QUERIES = Path(__file__).parents[2] / "storage" / "queries"
_NOW = datetime(2026, 4, 1, tzinfo=UTC)
_ASKED: Mapping[str, object] = {"now": _NOW, "since": datetime(2025, 12, 5, tzinfo=UTC)}
_HOURLY = ("bench_panel_hours", "bench_panel_readings")
_HOME_AGAIN = (
    b"INSERT INTO outing (vehicle_id, started_at, ended_at, trips, distance_m, furthest_m, "
    b"stay_s, stay_at, stay_lon, stay_lat) "
    b"VALUES (1, '2026-01-04 00:00Z', '2026-01-04 06:00Z', 2, 32000, 16000, "
    b"7200, '2026-01-04 02:00Z', 106.25, 38.5)",
    b"UPDATE outing SET ended_at = '2026-01-05 06:00Z' WHERE ended_at IS NULL",
    b"DELETE FROM trip",
)
_CLEARED: Mapping[str, tuple[bytes, ...]] = {
    "allowances": (b"UPDATE place SET kind = 'canteen' WHERE code = 'floor1'",),
    "approvals": (b"UPDATE allowance SET proposed = 128 WHERE id = 2",),
    "baselines": (b"DELETE FROM meter_baseline",),
    "checks": (b"DELETE FROM daily_check",),
    "days": (b"DELETE FROM consumption_daily",),
    "months": (b"DELETE FROM consumption_monthly",),
    "nights": (b"DELETE FROM meter_night",),
    "orders": _HOME_AGAIN,
    "scores": (b"DELETE FROM day_score",),
    "settlements": (
        b"INSERT INTO allowance_approval (allowance_id, volume, author, at) "
        b"VALUES (2, 128, '\xe5\xbc\xa0\xe4\xb8\x89', '2026-02-01 00:00Z')",
    ),
    "stops": (b"DELETE FROM stop",),
    "trips": _HOME_AGAIN,
    "watches": (b"DELETE FROM meter_watch",),
}
"""What is in the way of a year, or has to be there before, by the query that says so."""


def _sample(name: str) -> Sample:
    asked = set(re.findall(r"%\((\w+)\)s", query(name).decode()))
    # hours before stand there already
    wanted = {**_ASKED, "since": _NOW - timedelta(hours=2)} if name in _HOURLY else _ASKED
    parameters = {each: value for each, value in wanted.items() if each in asked}
    return Sample(parameters, before=_CLEARED.get(name.removeprefix("bench_panel_"), ()))


SAMPLES: Mapping[str, Sample] = {
    name: _sample(name) for name in sorted(file.stem for file in _QUERIES.glob("bench_panel_*.sql"))
}
