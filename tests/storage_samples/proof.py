"""Samples of storage/queries/proof/."""

from collections.abc import Mapping
from datetime import UTC, datetime

from tests.storage_samples.sample import Sample

_METER = {"meter": 1}

SAMPLES: Mapping[str, Sample] = {
    "proof/exceptions": Sample(_METER),
    "proof/hours": Sample(
        {**_METER, "starts": [datetime(2026, 1, 5, tzinfo=UTC), None], "ends": [None, None]}
    ),
    "proof/installations": Sample(_METER),
    "proof/registers": Sample(_METER),
    "proof/totals": Sample(_METER),
}
