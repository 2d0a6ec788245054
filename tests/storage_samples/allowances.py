"""Samples of storage/queries/allowances/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from psycopg.types.json import Jsonb

from tests.storage_samples.sample import Sample

_NOW = datetime(2026, 2, 3, tzinfo=UTC)
_JANUARY = {"period_start": date(2026, 1, 1), "period_end": date(2026, 2, 1)}
_MAIN = {"place": "main", "medium": "water"}
_FIGURES = {
    "approval": 1,
    "approved": 128.0,
    "volume": 126.0,
    "carried": 0.5,
    "amount": 2.25,
    "currency": "元",
    "rule": "water-example (unverified)",
    "coverage": 0.75,
    "estimated_share": 0.25,
    "revision": 21,
    "shares": Jsonb({"w2": 1}),
    "blocks": [],
    "computed_at": _NOW,
}

SAMPLES: Mapping[str, Sample] = {
    "allowances/allowances": Sample(_MAIN),
    "allowances/approve": Sample(
        {"allowance": 1, "volume": 120.0, "author": "张三", "at": _NOW, "note": "重新核定", "replaces": 1}
    ),
    "allowances/asides": Sample({"meters": ["w1"], "zone": "Asia/Shanghai", **_JANUARY}),
    "allowances/days": Sample({"meters": ["w1", "w2"], **_JANUARY}),
    "allowances/decide_entry": Sample(
        {"id": 1, "status": "confirmed", "author": "李四", "at": _NOW, "why": ""}
    ),
    "allowances/entries": Sample({"place": None, "medium": None}),
    "allowances/insert_entry": Sample(
        {
            **_FIGURES,
            "kind": "settlement",
            "status": "blocked",
            "settled": None,
            "blocks": ["set_aside"],
            "allowance": 2,
            "approval": None,
            "approved": None,
        }
    ),
    "allowances/lock": Sample({"lock": 1}),
    "allowances/meters": Sample({"site": "yard", "medium": "water", "quantity": "volume_m3"}),
    "allowances/occupancy": Sample({"place": "main"}),
    "allowances/open_allowance": Sample(
        {
            "place_id": 2,
            "medium": "water",
            "month": date(2026, 3, 1),
            "period_start": date(2026, 3, 1),
            "period_end": date(2026, 4, 1),
            "unit": "m3",
        }
    ),
    "allowances/places": Sample(),
    "allowances/update_entry": Sample({**_FIGURES, "id": 1, "status": "proposed", "volume": 125.0}),
    "allowances/write_proposal": Sample(
        {
            "allowance": 2,
            "proposed": 124.0,
            "basis": "earlier_periods",
            "formula": "126 / 31 x 28",
            "inputs": Jsonb({"load": "open_day"}),
            "proposed_at": _NOW,
        }
    ),
}
