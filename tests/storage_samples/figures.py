"""Samples of storage/queries/figures/."""

from collections.abc import Mapping
from datetime import date

from tests.storage_samples.sample import Sample

_YEARS = {"institution": "bureau", "period": "year"}

SAMPLES: Mapping[str, Sample] = {
    "figures/extent": Sample(_YEARS),
    "figures/institutions": Sample(),
    "figures/rows": Sample({**_YEARS, "begins": date(2026, 1, 1), "ends": date(2027, 1, 1)}),
}
