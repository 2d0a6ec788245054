"""Samples of storage/queries/panels/ and storage/queries/grafana/: each gets what it asks for of the same."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.database import query
from tests.storage_samples.sample import Sample

_QUERIES = Path(__file__).parents[2] / "storage" / "queries"
NOW = datetime(2026, 1, 21, 12, tzinfo=UTC)
SINCE = NOW - timedelta(days=35)
ASKED: Mapping[str, object] = {
    "now": NOW,
    "since": SINCE,
    "language": "en",
    # a region: what is shown belongs to an institution below it
    "institution": "city",
    "place": "yard",
    "region": "city",
    "everything": "All",
    "indicator": "water_per_person",
    "medium": "water",
    "quantity": "volume_m3",
}


def _sample(name: str) -> Sample:
    names = re.findall(r"%\((\w+)\)s", query(name).decode())
    return Sample({each: ASKED[each] for each in names if each in ASKED})


def _samples(folder: str) -> dict[str, Sample]:
    names = sorted(f"{folder}/{file.stem}" for file in (_QUERIES / folder).glob("*.sql"))
    return {name: _sample(name) for name in names}


SAMPLES: Mapping[str, Sample] = {**_samples("panels"), **_samples("grafana")}
