"""Samples of storage/queries/console/."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from tests.storage_samples.sample import Sample

_EN = {"language": "en"}
_SINCE = {"since": date(2026, 1, 1)}
_SPAN = {"since": datetime(2026, 1, 1, tzinfo=UTC), "until": datetime(2026, 2, 1, tzinfo=UTC)}
_METER = {"meter": "w1"}

SAMPLES: Mapping[str, Sample] = {
    "console/alert": Sample({**_EN, "alert": 1}),
    "console/alert_told": Sample({"alert": 1}),
    "console/alerts": Sample({**_EN, "institution": "city", "states": ["firing"]}),
    "console/institution_path": Sample({**_EN, "institution": "bureau"}),
    "console/institutions": Sample({**_EN, **_SINCE, "institution": "city"}),
    "console/meter": Sample(_METER),
    "console/meter_alerts": Sample({"subjects": ["vehicle:宁A00001"]}),
    "console/meter_days": Sample({**_METER, "first": date(2026, 1, 1), "until": date(2026, 2, 1)}),
    "console/meter_hours": Sample({**_METER, **_SPAN}),
    "console/meter_installations": Sample(_METER),
    "console/meter_readings": Sample({**_METER, **_SPAN}),
    "console/meters": Sample({**_SINCE, "place": "yard"}),
    "console/place_path": Sample({**_EN, "place": "yard"}),
    "console/places": Sample({**_EN, **_SINCE, "institution": "bureau", "place": None}),
    "console/silences": Sample({**_EN, "silence": None, "now": datetime(2026, 1, 22, tzinfo=UTC)}),
    "console/quotas": Sample({**_EN, "institution": "city", "now": datetime(2026, 1, 21, tzinfo=UTC)}),
}
