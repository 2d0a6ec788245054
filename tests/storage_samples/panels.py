"""Samples of storage/queries/panels/."""

from collections.abc import Mapping
from datetime import UTC, datetime

from tests.storage_samples.sample import Sample

_NOW = {"now": datetime(2026, 1, 21, 12, tzinfo=UTC)}
_LANGUAGE = {"language": "en"}

SAMPLES: Mapping[str, Sample] = {
    "panels/alerts": Sample(_LANGUAGE),
    "panels/electricity_by_item": Sample(_NOW),
    "panels/pipeline": Sample(_NOW),
    "panels/rejected": Sample(_NOW),
    "panels/silent_devices": Sample(_NOW | _LANGUAGE),
    "panels/sites": Sample(_LANGUAGE),
    "panels/today": Sample(_NOW),
    "panels/vehicles": Sample(_NOW),
    "panels/water_by_day": Sample(_NOW),
    "panels/water_by_zone": Sample(_NOW | _LANGUAGE),
    "panels/water_per_person": Sample(_LANGUAGE),
}
