"""Samples of storage/queries/analytics/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from storage.database import query
from tests.storage_samples.sample import Sample

_NOW = datetime(2026, 1, 22, tzinfo=UTC)
_START = datetime(2026, 1, 5, tzinfo=UTC)
_END = datetime(2026, 1, 6, tzinfo=UTC)
_YEAR = {"period_start": date(2026, 1, 1), "period_end": date(2027, 1, 1)}

_SCRATCH = query("analytics/create_scratch")
_HOURS = (
    _SCRATCH,
    b"INSERT INTO scratch_span VALUES (1, '2026-01-05 00:00Z', '2026-01-05 04:00Z')",
    # the first hour as it is, the second changed; the other two of the span go
    b"INSERT INTO scratch_hour"
    b" VALUES (1, '2026-01-05 00:00Z', 0.25, 0, 1, 0), (1, '2026-01-05 01:00Z', 0.5, 0, 1, 1)",
)
_EXCEPTIONS = (
    _SCRATCH,
    b"INSERT INTO scratch_span VALUES (1, '2026-01-05 00:00Z', '2026-01-07 00:00Z')",
    b"INSERT INTO scratch_aside VALUES (1, '2026-01-05 12:00Z', 7, 0)",
    b"INSERT INTO scratch_flagged VALUES (1, '2026-01-05 12:00Z', 7, 0)",
)
_DAYS = (
    _SCRATCH,
    b"INSERT INTO scratch_day_span VALUES (1, '2026-01-05', '2026-01-07')",
    b"INSERT INTO scratch_day VALUES (1, '2026-01-05', 7, 0, 1)",
    b"INSERT INTO scratch_month_span VALUES (1, '2026-01-01', '2026-02-01')",
    b"INSERT INTO scratch_month VALUES (1, '2026-01-01', 127, 30, 0.75)",
)

SAMPLES: Mapping[str, Sample] = {
    "analytics/claim_registers": Sample({"limit": 10}),
    "analytics/create_scratch": Sample(),
    "analytics/drop_orphan_marks": Sample({"latest": 1000}),
    "analytics/fresh_water_days": Sample({"institution": 2, **_YEAR}),
    "analytics/institution_zones": Sample(),
    "analytics/institutions_of_meters": Sample({"meters": [1, 2]}),
    "analytics/judging_quota": Sample(
        {"institution": 2, "indicator": "water_per_person", "day": date(2026, 1, 5)}
    ),
    "analytics/latest_mark": Sample(),
    "analytics/lock_indicator": Sample({"institution": 2}),
    "analytics/marks_left": Sample(),
    "analytics/people": Sample({"institution": 2, "kinds": ["staff"], **_YEAR}),
    "analytics/read_days": Sample(
        {"meters": [1, 2], "starts": [date(2026, 1, 5)] * 2, "ends": [date(2026, 1, 8)] * 2}
    ),
    "analytics/read_hours": Sample({"meters": [1, 2], "starts": [_START] * 2, "ends": [_END] * 2}),
    "analytics/read_installations": Sample({"meters": [1, 2]}),
    "analytics/readings_around": Sample(
        {"devices": [1, 2], "quantities": [1, 1], "starts": [_START] * 2, "ends": [_END] * 2, "context": 8}
    ),
    "analytics/remove_indicator": Sample(
        {"institution": 2, "indicator": "water_per_person", "period_start": date(2026, 1, 1)}
    ),
    "analytics/rewrite_aside": Sample({"reasons": ["drop", "jump"], "computed_at": _NOW}, before=_EXCEPTIONS),
    "analytics/rewrite_days": Sample({"computed_at": _NOW}, before=_DAYS),
    "analytics/rewrite_flagged": Sample({"reasons": ["glitch"], "computed_at": _NOW}, before=_EXCEPTIONS),
    "analytics/rewrite_hours": Sample({"reasons": ["", "gap"], "computed_at": _NOW}, before=_HOURS),
    "analytics/rewrite_months": Sample({"computed_at": _NOW}, before=_DAYS),
    "analytics/take_stale_hours": Sample({"meters": [1, 2]}),
    "analytics/touch_meters": Sample({"meters": [1, 2], "computed_at": _NOW}),
    "analytics/write_indicator": Sample(
        {
            "institution_id": 2,
            "indicator": "water_per_person",
            **_YEAR,
            "value": 1.5,
            "unit": "m3/(person·a)",
            "numerator": 150.0,
            "denominator": 100.0,
            "coverage": 0.75,
            "estimated_share": 0.25,
            "observed_days": 22.0,
            "quota_id": 1,
            "quota_value": 25.0,
            "used_share": 0.06,
            "due_share": 0.0603,
            "projected": 24.9,
            "computed_at": _NOW,
        }
    ),
}
