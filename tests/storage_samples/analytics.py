"""Samples of storage/queries/analytics/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from psycopg.types.json import Jsonb

from storage.database import query
from tests.storage_samples.sample import Sample

_NOW = datetime(2026, 1, 22, tzinfo=UTC)
_START = datetime(2026, 1, 5, tzinfo=UTC)
_END = datetime(2026, 1, 6, tzinfo=UTC)
_BUREAU = {"institutions": [2]}

_SCRATCH = query("analytics/create_scratch")
_HOURS = (
    _SCRATCH,
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
    b"INSERT INTO scratch_day VALUES (1, '2026-01-05', 7, 0, 1, array_fill('NaN'::float8, ARRAY[6]))",
    b"INSERT INTO scratch_month_span VALUES (1, '2026-01-01', '2026-02-01')",
    b"INSERT INTO scratch_month VALUES (1, '2026-01-01', 127, 30, 0.75)",
)

_FIGURE = {
    "institution_id": 2,
    "indicator": "energy_per_person",
    "period": "year",
    "period_start": "2026-01-01",
    "period_end": "2027-01-01",
    "value": 1.5,
    "unit": "kgce/(person·a)",
    "numerator": 150.0,
    "denominator": 100.0,
    "divisor": "people",
    "counted": ["staff"],
    "coverage": 0.75,
    "estimated_share": 0.25,
    "observed_days": 22.0,
    "observed_from": "2026-01-01",
    "observed_to": "2026-01-22",
    "quota_id": 1,
    "due_share": 0.0625,
    "due_basis": "days",
    "projected": 24.0,
    "check_reasons": ["low_coverage"],
    "computed_at": _NOW.isoformat(),
}
_STALE = (
    b"INSERT INTO stale_figure (institution_id, month, is_month)"
    b" VALUES (2, '2026-01-01', true), (1, NULL, false)"
)

_FIGURES: Mapping[str, Sample] = {
    "analytics/earliest_day": Sample(_BUREAU),
    "analytics/figures_left": Sample(before=(_STALE,)),
    "analytics/mark_all_figures": Sample({"day": date(2026, 1, 1)}),
    "analytics/mark_ended_figures": Sample({"now": datetime(2027, 1, 2, tzinfo=UTC)}),
    "analytics/mark_stale_figures": Sample(
        {"meters": [1, 2], "starts": [date(2026, 1, 1)] * 2, "ends": [date(2026, 3, 1)] * 2}
    ),
    "analytics/mark_whole_figures": Sample({"meters": [1, 2]}),
    "analytics/read_assigned_quotas": Sample(_BUREAU),
    "analytics/read_measured_hours": Sample({"meters": [1, 2], "starts": [_START] * 2, "ends": [_END] * 2}),
    "analytics/read_metering_points": Sample(_BUREAU),
    "analytics/read_occupied": Sample(_BUREAU),
    "analytics/read_subjects": Sample(_BUREAU),
    "analytics/stale_institutions": Sample(before=(_STALE,)),
    "analytics/take_stale_figures": Sample(_BUREAU, before=(_STALE,)),
    "analytics/try_institution": Sample({"institution": 2}),
    "analytics/write_figures": Sample(
        {
            "institution": 2,
            "period": "year",
            "period_start": date(2026, 1, 1),
            "figures": Jsonb([_FIGURE]),
        }
    ),
}

_LEAK = {
    "meter_id": 1,
    "reason": "night_step",
    "since": "2026-01-21",
    "decided": "2026-01-21",
    "latest": "2026-01-21",
    "flow_m3h": 0.5,
    "expected_m3h": 0.25,
    "spread_m3h": 0.0625,
}
_READY = {
    "state": "ready",
    "days_missing": 0,
    "trained_from": "2025-12-01",
    "trained_to": "2026-01-21",
    "trained_days": 52,
    "spread": 0.125,
    "parameters": {"mean": 0.25},
}
_SCORE = {
    "meter_id": 1,
    "day": "2026-01-21",
    "version": 1,
    "hours": 24,
    "seen": 6,
    "expected": 4,
    "unusual": 4,
    "peak_hour": 9,
    "peak_seen": 1,
    "peak_expected": 0.5,
}
_REWRITTEN = {"meters": [1, 2], "firsts": [date(2026, 1, 1)] * 2, "computed_at": _NOW}

_DETECTION: Mapping[str, Sample] = {
    "analytics/note_leaks_judged": Sample({"site": 1, "at": _NOW}),
    "analytics/meters_to_train": Sample({"now": _NOW, "limit": 10}),
    "analytics/note_days_scored": Sample({"site": 1, "at": _NOW}),
    "analytics/read_baselines": Sample({"site": 1}),
    "analytics/read_odd_days": Sample({"meters": [1, 2], "since": date(2026, 1, 1), "zone": "Asia/Shanghai"}),
    "analytics/read_outdoor_hours": Sample(
        {"sites": [1], "kind": "weather_station", "begins": _START, "ends": _END}
    ),
    "analytics/sites_to_score": Sample({"now": _NOW, "every": timedelta(hours=6)}),
    "analytics/try_training": Sample(),
    "analytics/write_baselines": Sample(
        {
            "baselines": Jsonb(
                [
                    {"meter_id": 1, **_READY},
                    {"meter_id": 3, "state": "learning", "days_missing": 9, "trained_days": 33},
                ]
            ),
            "trained_at": _NOW,
        }
    ),
    "analytics/write_scores": Sample(
        {"meters": [1, 2], "first": date(2026, 1, 1), "scores": Jsonb([_SCORE]), "computed_at": _NOW}
    ),
    "analytics/read_leaks": Sample(
        {"meters": [1, 2], "before": date(2026, 1, 20), "after": date(2026, 1, 1)}
    ),
    "analytics/read_night_hours": Sample(
        {"meters": [1, 2], "begins": _START, "ends": _END, "zone": "Asia/Shanghai"}
    ),
    "analytics/read_watched_meters": Sample({"site": 1}),
    "analytics/sites_to_judge": Sample({"now": _NOW, "every": timedelta(hours=1)}),
    "analytics/try_site": Sample({"site": 1}),
    "analytics/write_leaks": Sample({**_REWRITTEN, "leaks": Jsonb([_LEAK])}),
    "analytics/write_nights": Sample(
        {**_REWRITTEN, "nights": Jsonb([{"meter_id": 1, "night": "2026-01-21", "flow_m3h": 0.5}])}
    ),
    "analytics/write_watches": Sample(
        {
            "watches": Jsonb([{"meter_id": 1, "state": "excluded", "nights_missing": 0}]),
            "computed_at": _NOW,
        }
    ),
}

SAMPLES: Mapping[str, Sample] = {
    "analytics/claim_calendars": Sample(
        {"limit": 10}, before=(b"UPDATE meter SET calendar_stale = true WHERE code = 'w1'",)
    ),
    "analytics/claim_registers": Sample({"limit": 10}),
    "analytics/create_scratch": Sample(),
    "analytics/drop_orphan_marks": Sample({"latest": 1000}),
    "analytics/known_hours": Sample(
        {"meters": [1, 2], "starts": [_START, None], "ends": [_END, None], "reasons": ["", "gap"]}
    ),
    "analytics/latest_mark": Sample(),
    "analytics/mark_gaps": Sample(
        {"meters": [1, 2], "starts": [_START] * 2, "ends": [_END] * 2},
        (
            b"UPDATE consumption_hourly SET coverage = 0, reasons = '{gap}'"
            b" WHERE meter_id = 1 AND hour BETWEEN '2026-01-05 18:00Z' AND '2026-01-05 22:00Z'",
        ),
    ),
    "analytics/marks_left": Sample(),
    "analytics/read_days": Sample(
        {"meters": [1, 2], "starts": [date(2026, 1, 5)] * 2, "ends": [date(2026, 1, 8)] * 2}
    ),
    "analytics/read_installations": Sample({"meters": [1, 2]}),
    "analytics/readings_of_registers": Sample(
        {"devices": [1, 2], "quantities": [1], "first_at": None, "last_at": _END}
    ),
    "analytics/readings_within": Sample(
        {"devices": [1, 2], "quantities": [1, 1], "firsts": [_START, None], "lasts": [None, _END]}
    ),
    "analytics/remove_hours": Sample(
        before=(_SCRATCH, b"INSERT INTO scratch_gone VALUES (1, '2026-01-05 02:00Z')")
    ),
    "analytics/rewrite_aside": Sample({"reasons": ["drop", "jump"], "computed_at": _NOW}, before=_EXCEPTIONS),
    "analytics/rewrite_days": Sample({"computed_at": _NOW}, before=_DAYS),
    "analytics/rewrite_flagged": Sample({"reasons": ["glitch"], "computed_at": _NOW}, before=_EXCEPTIONS),
    "analytics/rewrite_months": Sample({"computed_at": _NOW}, before=_DAYS),
    "analytics/settle_calendars": Sample({"meters": [1, 2]}),
    "analytics/set_memory": Sample(),
    "analytics/take_stale_hours": Sample({"meters": [1, 2], "devices": [1, 2]}),
    "analytics/touch_meters": Sample({"meters": [1, 2], "computed_at": _NOW}),
    "analytics/update_hours": Sample({"reasons": ["", "gap"], "computed_at": _NOW}, before=_HOURS),
    "analytics/window_borders": Sample(
        {"devices": [1, 2], "quantities": [1, 1], "starts": [_START] * 2, "ends": [_END] * 2, "context": 8}
    ),
    **_DETECTION,
    **_FIGURES,
}
