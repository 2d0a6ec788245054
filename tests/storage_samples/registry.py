"""Samples of storage/queries/registry/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from tests.storage_samples.sample import Sample

_INSTANT = datetime(2026, 2, 1, tzinfo=UTC)
_DAY = date(2026, 2, 1)

SAMPLES: Mapping[str, Sample] = {
    "registry/delete_assignments": Sample({"code": "bureau"}),
    "registry/delete_contacts": Sample({"code": "bureau", "emails": ["another@example.org"]}),
    "registry/delete_installations": Sample({"code": "w2"}),
    "registry/delete_occupancy": Sample({"code": "main"}),
    "registry/delete_served": Sample({"code": "w1"}),
    "registry/delete_tiers": Sample({"code": "water-office"}),
    "registry/delete_trackers": Sample({"plate": "宁A00001"}),
    "registry/insert_assignment": Sample(
        {"code": "city", "quota": "water-office", "valid_from": _DAY, "valid_to": None}
    ),
    "registry/insert_installation": Sample(
        {
            "code": "w1",
            "serial": "006",
            "valid_from": datetime(2025, 1, 1, tzinfo=UTC),
            "valid_to": datetime(2025, 12, 31, 16, tzinfo=UTC),
            "start_register": 0.0,
            "end_register": None,
            "modulus": 1e5,
            "multiplier": 1.0,
            "max_rate_per_hour": None,
            "two_way": False,
        }
    ),
    "registry/insert_occupancy": Sample(
        {
            "place": "yard",
            "valid_from": _DAY,
            "valid_to": None,
            "area_m2": 2000.0,
            "heated_area_m2": None,
            "kinds": ["staff", "diner"],
            "people": [120.0, 80.0],
        }
    ),
    "registry/insert_served": Sample({"code": "w2", "served": ["main", "floor1"]}),
    "registry/insert_tier": Sample(
        {
            "code": "water-office",
            "position": 2,
            "name": "约束值",
            "name_en": "constraint",
            "value": None,
            "purpose": "上限",
            "consequence": "",
        }
    ),
    "registry/insert_tracker": Sample(
        {
            "plate": "宁A00001",
            "device": "bd1",
            "valid_from": datetime(2025, 1, 1, tzinfo=UTC),
            "valid_to": datetime(2025, 12, 31, 16, tzinfo=UTC),
        }
    ),
    "registry/lock": Sample(),
    "registry/mark_stale": Sample(
        {
            "meter": "w1",
            "device": "w1",
            "quantity": "volume_m3",
            "since": datetime(2026, 1, 5, tzinfo=UTC),
            "until": None,
        }
    ),
    "registry/raise_revision": Sample(),
    "registry/revision": Sample(),
    "registry/select_devices": Sample(),
    "registry/select_institutions": Sample(),
    "registry/select_meters": Sample(),
    "registry/select_occupancy": Sample(),
    "registry/select_places": Sample(),
    "registry/select_quotas": Sample(),
    "registry/select_sites": Sample(),
    "registry/select_vehicles": Sample(),
    "registry/upsert_contact": Sample(
        {"code": "bureau", "name": "处长", "email": "officer@example.org", "language": "en"}
    ),
    "registry/upsert_device": Sample(
        {
            "code": "w3",
            "name": "食堂",
            "kind": "water_meter",
            "protocol": "json_v1",
            "site": "yard",
            "place": "main",
            "gateway": None,
            "report_interval": timedelta(minutes=15),
            "installed_at": _INSTANT,
        }
    ),
    "registry/upsert_institution": Sample(
        {"code": "school", "name": "学校", "name_en": "school", "type": "school", "parent": "city"}
    ),
    "registry/upsert_meter": Sample(
        {
            "code": "w2",
            "name": "主楼总表",
            "device": "w2",
            "quantity": "volume_m3",
            "medium": "water",
            "level": 2,
            "parent": "w1",
            "item": "",
            "place": "main",
        }
    ),
    "registry/upsert_place": Sample(
        {
            "code": "canteen",
            "name": "食堂",
            "name_en": "canteen",
            "kind": "canteen",
            "parent": "main",
            "institution": None,
        }
    ),
    "registry/upsert_quota": Sample(
        {
            "code": "water-office",
            "indicator": "water_per_person",
            "category": "机关",
            "unit": "m3/(person·a)",
            "limit_tier": "先进值",
            "counts": ["staff", "non_staff"],
            "source": "an example",
            "source_table": "1",
            "year": 2026,
            "valid_from": _DAY,
            "valid_to": None,
            "status": "unverified",
            "note": "",
        }
    ),
    "registry/upsert_site": Sample(
        {
            "code": "yard2",
            "name": "新院",
            "name_en": "",
            "timezone": "Asia/Shanghai",
            "institution": "bureau",
        }
    ),
    "registry/upsert_vehicle": Sample(
        {
            "plate": "宁A00001",
            "type": "SUV",
            "fuel": "gasoline",
            "duty": "执法",
            "institution": "bureau",
        }
    ),
}
