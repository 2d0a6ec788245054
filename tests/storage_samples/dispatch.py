"""Samples of storage/queries/dispatch/, and of what makes outings and follows orders."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from psycopg.types.json import Jsonb

from tests.storage_samples.sample import Sample

_DAY = {"since": datetime(2026, 1, 5, tzinfo=UTC), "until": datetime(2026, 1, 6, tzinfo=UTC)}
_NEW_YEAR = {"since": datetime(2026, 1, 1, tzinfo=UTC), "until": datetime(2026, 1, 2, tzinfo=UTC)}
_EVER = {"vehicle": 1, "first": None, "last": None}
_NOW = datetime(2026, 1, 6, tzinfo=UTC)
_ORDER = {
    "institution": "bureau",
    "number": "2026-003",
    "applicant": "李四",
    "purpose": "调研",
    "destination": "中卫",
    "fence": "",
    "lon": None,
    "lat": None,
    "planned_from": datetime(2026, 1, 8, tzinfo=UTC),
    "planned_to": datetime(2026, 1, 8, 9, tzinfo=UTC),
    "plate": "宁A00001",
    "driver": "",
    "passengers": "",
    "state": "applied",
    "key": "",
}
_OUTING = {
    "started_at": "2026-01-08T00:00:00+00:00",
    "ended_at": "2026-01-08T03:00:00+00:00",
    "trips": 2,
    "distance_m": 4096.5,
    "furthest_m": 2048.5,
    "stay_s": None,
    "stay_at": None,
    "stay_lon": None,
    "stay_lat": None,
}

SAMPLES: Mapping[str, Sample] = {
    "analytics/follow_order": Sample(
        {
            "id": 1,
            "was": "dispatched",
            "state": "under_way",
            "at": _DAY["since"],
            "author": "guanjia",
            "recorded_at": _NOW,
        }
    ),
    "analytics/forget_reach": Sample({"vehicle": 1}),
    "analytics/orders_to_follow": Sample({"vehicle": 1}),
    "analytics/outings_around": Sample({"vehicle": 1, **_DAY}),
    "analytics/outings_since": Sample({"vehicle": 1, "since": _DAY["since"]}),
    "analytics/read_homes": Sample({"vehicles": [1]}),
    "analytics/read_reach": Sample(_EVER),
    "analytics/remove_outings": Sample(_EVER),
    "analytics/vehicles_with_trips": Sample(),
    "analytics/write_homes": Sample({"vehicle": 1, "digest": "of these homes"}),
    "analytics/write_outings": Sample({"vehicle": 1, "outings": Jsonb([_OUTING])}),
    "analytics/write_reach": Sample({"vehicle": 1, "starts": [_DAY["since"]], "furthest_m": [512.5]}),
    "dispatch/changes": Sample({"id": 1}),
    "dispatch/checks": Sample({"first": date(2026, 1, 5), "last": date(2026, 1, 5)}),
    "dispatch/drivers": Sample({"institution": "bureau"}),
    "dispatch/duties": Sample(_NEW_YEAR),
    "dispatch/insert_change": Sample(
        {
            "id": 2,
            "at": _NOW,
            "author": "王主任",
            "was": "applied",
            "state": "approved",
            "note": "",
            "recorded_at": _NOW,
        }
    ),
    "dispatch/insert_duty": Sample(
        {
            "plate": "宁A00001",
            "starts_at": datetime(2026, 2, 1, tzinfo=UTC),
            "ends_at": datetime(2026, 2, 2, tzinfo=UTC),
            "reason": "值班",
            "registered_at": _NOW,
            "registered_by": "王主任",
        }
    ),
    "dispatch/insert_order": Sample(_ORDER),
    "dispatch/institutions": Sample(),
    "dispatch/legs": Sample({"vehicles": [1], "since": [_DAY["since"]], "until": [_DAY["until"]]}),
    "dispatch/lock_imports": Sample({"lock": 1}),
    "dispatch/lock_order": Sample({"id": 1}),
    "dispatch/orders": Sample(
        {
            "states": ["dispatched"],
            **_DAY,
            "plate": "宁A00001",
            "number": "2026-001",
            "institution": "bureau",
        }
    ),
    "dispatch/outings": Sample(_DAY),
    "dispatch/seen": Sample(_DAY),
    "dispatch/set_state": Sample({"id": 2, "state": "approved", "driver": "d01", "plate": "宁A00001"}),
    "dispatch/vehicles": Sample(),
    "dispatch/write_check": Sample(
        {
            "plate": "宁A00001",
            "day": date(2026, 1, 5),
            "kind": "before",
            "driver": "d01",
            "passed": False,
            "defects": "左后灯不亮",
            "at": _NOW,
            "author": "调度员",
        }
    ),
}
