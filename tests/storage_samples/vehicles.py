"""Samples of storage/queries/vehicle_costs/ and storage/queries/vehicles/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from psycopg.types.json import Jsonb

from tests.storage_samples.sample import Sample

_PLATE = {"plate": "宁A00001"}
_JANUARY = {"first_day": date(2026, 1, 1), "end_day": date(2026, 2, 1)}
_FIFTH = {"since": datetime(2026, 1, 5, tzinfo=UTC), "until": datetime(2026, 1, 6, tzinfo=UTC)}
_LINE = {
    "line": 2,
    "plate": "宁A00001",
    "day": "2026-01-09",
    "kind": "charging",
    "amount_yuan": "55.20",
    "is_correction": False,
    "litres": None,
    "energy_kwh": "46",
    "odometer_km": "41300",
    "supplier": "充电站",
    "voucher": "C1",
    "approval": "",
    "approval_above_yuan": None,
    "note": "",
    "receipt": "r3",
    "copy": 1,
}
_APPROVED = _LINE | {
    "line": 3,
    "day": "2026-01-05",
    "kind": "repair",
    "amount_yuan": "3200",
    "energy_kwh": None,
    "approval": "会议 1 号",
    "receipt": "r2",
}

SAMPLES: Mapping[str, Sample] = {
    "vehicles/orders": Sample(
        _PLATE | {"since": datetime(2026, 1, 1, tzinfo=UTC), "until": datetime(2027, 1, 1, tzinfo=UTC)}
    ),
    "vehicles/outings": Sample(_PLATE | _JANUARY),
    "vehicle_costs/alike": Sample({"lines": Jsonb([_LINE | {"voucher": "F1"}])}),
    "vehicle_costs/enter": Sample(
        {
            "lines": Jsonb([_LINE, _APPROVED]),
            "recorded_at": datetime(2026, 1, 10, tzinfo=UTC),
            "recorded_by": "李四",
        }
    ),
    "vehicle_costs/lock": Sample({"lock": 1}),
    "vehicle_costs/plates": Sample(),
    "vehicles/costs": Sample(
        _JANUARY | _PLATE | {"kind": "repair", "only_unapproved": True, "since_reading": True}
    ),
    "vehicles/driven": Sample(_JANUARY | _PLATE),
    "vehicles/driven_days": Sample(_JANUARY | _PLATE),
    "vehicles/fuel_levels": Sample(_PLATE | _FIFTH),
    "vehicles/mileage": Sample(
        _PLATE | {"now": datetime(2026, 1, 9, tzinfo=UTC), "usual_since": datetime(2026, 1, 1, tzinfo=UTC)}
    ),
    "vehicles/registrations": Sample({"plate": None}),
    "vehicles/services": Sample({"plate": None}),
    "vehicles/stops": Sample(_PLATE | _FIFTH),
    "vehicles/trackers": Sample(_PLATE),
}
