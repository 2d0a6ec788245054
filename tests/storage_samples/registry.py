"""Samples of storage/queries/registry/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from psycopg.types.json import Jsonb

from tests.storage_samples.sample import Sample

_INSTANT = datetime(2026, 2, 1, tzinfo=UTC)
_DAY = date(2026, 2, 1)

SAMPLES: Mapping[str, Sample] = {
    "registry/delete_assignments": Sample({"code": "bureau"}),
    "registry/delete_duty": Sample({"code": "bureau"}),
    "registry/delete_contacts": Sample({"code": "bureau", "emails": ["another@example.org"]}),
    "registry/delete_factors": Sample({"code": "coal"}),
    "registry/delete_installations": Sample({"code": "w2"}),
    "registry/delete_occupancy": Sample({"code": "main"}),
    "registry/delete_requirements": Sample({"institution": "bureau", "medium": "water", "level": 2}),
    "registry/delete_served": Sample({"code": "w1"}),
    "registry/delete_tiers": Sample({"code": "water-office"}),
    "registry/delete_services": Sample({"plate": "宁A00001"}),
    "registry/delete_trackers": Sample({"plate": "宁A00001"}),
    "registry/delete_virtual_parts": Sample({"code": "w-rest"}),
    "registry/delete_driver_turns": Sample({"code": "d01"}),
    "registry/insert_driver_turn": Sample(
        {"code": "d01", "first_day": _DAY, "last_day": None, "every": "FREQ=WEEKLY", "days": 1}
    ),
    "registry/select_drivers": Sample(),
    "registry/stale_of_meter": Sample({"meter": "w1"}),
    "registry/upsert_driver": Sample(
        {
            "code": "d02",
            "name": "丁师傅",
            "institution": "bureau",
            "phone": "",
            "licence_class": "B1",
            "licence_until": _DAY,
            "valid_from": _DAY,
            "valid_to": None,
        }
    ),
    "registry/insert_service": Sample(
        {
            "plate": "宁A00001",
            "task": "tyres",
            "every_km": 70_000.0,
            "every_months": None,
            "last_on": _DAY,
            "last_odometer_km": 41_200.0,
        }
    ),
    "registry/insert_assignment": Sample(
        {"code": "city", "quota": "water-office", "valid_from": _DAY, "valid_to": None}
    ),
    "registry/insert_duty": Sample(
        {
            "code": "bureau",
            "who": "officer@example.org",
            "first_day": date(2026, 1, 5),
            "last_day": None,
            "every": "FREQ=WEEKLY;INTERVAL=2",
            "days": 7,
        }
    ),
    "registry/insert_factor": Sample(
        {
            "code": "coal",
            "position": 1,
            "carrier": "gas",
            "value": 1.25,
            "unit": "kgce/m3",
            "source": "an example",
            "source_table": "B.1",
            "year": 2020,
            "valid_from": date(2020, 1, 1),
            "valid_to": None,
            "status": "unverified",
            "note": "",
        }
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
    "registry/insert_requirement": Sample(
        {
            "institution": "bureau",
            "medium": "water",
            "level": 1,
            "required": 3,
            "valid_from": _DAY,
            "valid_to": None,
            "source": "an example",
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
    "registry/insert_virtual_part": Sample({"code": "w-half", "meter": "w2", "virtual": None, "share": 0.25}),
    "registry/lock": Sample(),
    "registry/mark_calendars": Sample({"meters": ["w1", "w2"]}),
    "registry/mark_figures": Sample({"institution": "bureau", "since": _DAY}),
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
    "registry/select_factor_sets": Sample(),
    "registry/select_grid_factors": Sample(),
    "registry/select_institutions": Sample(),
    "registry/select_metering_requirements": Sample(),
    "registry/select_meters": Sample(),
    "registry/select_occupancy": Sample(),
    "registry/select_places": Sample(),
    "registry/select_quotas": Sample(),
    "registry/select_sites": Sample(),
    "registry/select_vehicles": Sample(),
    "registry/select_virtual_meters": Sample(),
    "registry/upsert_contact": Sample(
        {
            "code": "bureau",
            "name": "处长",
            "email": "officer@example.org",
            "language": "en",
            "from_severity": "warning",
            "groups": ["water"],
            "subtree": True,
            "only_on_duty": False,
            "channels": ["mail", "ops-wecom"],
            "quiet_from": time(22),
            "quiet_to": time(7),
            "quiet_zone": None,
            "reports": ["daily"],
            "reports_at": time(7, 30),
            "only_when_something": True,
        }
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
            "tags": ["key-area"],
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
            "tags": [],
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
    "registry/upsert_factor_set": Sample(
        {
            "code": "carbon",
            "name": "碳排放因子",
            "name_en": "carbon factors",
            "purpose": "carbon",
            "source": "an example",
            "note": "",
        }
    ),
    "registry/upsert_grid_factor": Sample(
        {
            "code": "grid-2023",
            "region": "ningxia",
            "data_year": 2023,
            "value": 0.625,
            "source": "another example",
            "status": "confirmed",
            "valid_from": date(2025, 1, 1),
            "note": "",
        }
    ),
    "registry/upsert_quota": Sample(
        {
            "code": "water-office",
            "indicator": "water_per_person",
            "category": "机关",
            "zone": "",
            "unit": "m3/(person·a)",
            "scheme": "purposes",
            "limit_tier": "先进值",
            "counts": ["staff", "non_staff"],
            "weights": Jsonb({"non_staff": 0.5}),
            "people": "year_end",
            "period": "year",
            "day_divisor": None,
            "factor_set": "coal",
            "excludes": ["canteen"],
            "excludes_traffic": False,
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
            "heating": "yinchuan",
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
            "homes": ["yard-garage"],
            "exempt": True,
            "tank_litres": 65.0,
            "tags": ["pool", "law"],
        }
    ),
    "registry/upsert_virtual_meter": Sample(
        {
            "code": "w-rest",
            "name": "其余",
            "name_en": "the rest",
            "medium": "water",
            "quantity": "volume_m3",
            "level": 2,
            "parent": "w1",
            "item": "",
            "place": "yard",
        }
    ),
}
