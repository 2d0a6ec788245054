"""Samples of storage/queries/links/."""

from collections.abc import Mapping

from tests.storage_samples.sample import Sample

SAMPLES: Mapping[str, Sample] = {
    "links/alerts": Sample({"alerts": [1]}),
    "links/take_turn": Sample({"lock": 1}),
}
