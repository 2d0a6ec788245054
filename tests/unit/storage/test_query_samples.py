"""Every query file is tried on every server: it has a sample, which gives every parameter."""

import re

import pytest

from storage.database import query
from tests.storage_samples.samples import SAMPLES
from tests.storage_samples.trial import QUERY_NAMES


@pytest.mark.parametrize("name", QUERY_NAMES)
def test_a_query_has_a_sample_of_all_its_parameters(name: str) -> None:
    assert name in SAMPLES, f"storage/queries/{name}.sql has no sample: add one in tests/storage_samples/"
    assert set(re.findall(rb"%\((\w+)\)s", query(name))) == {key.encode() for key in SAMPLES[name].parameters}


def test_every_sample_is_of_a_query() -> None:
    assert sorted(SAMPLES) == QUERY_NAMES
