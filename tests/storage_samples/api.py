"""Samples of storage/queries/api/: what the API asks with, for the first page."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from tests.storage_samples.sample import Sample
from web.api.catalogue import RESOURCES
from web.api.columns import Kind
from web.api.keys import first_page
from web.api.resource import Resource

_SPANS: Mapping[Kind, tuple[date, date]] = {
    Kind.INSTANT: (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)),
    Kind.DAY: (date(2026, 1, 1), date(2026, 2, 1)),
    Kind.MONTH: (date(2026, 1, 1), date(2026, 2, 1)),
}


def _parameters(resource: Resource) -> dict[str, object]:
    values: dict[str, object] = {each.sql_name: None for each in resource.parameters}
    for each in resource.parameters:
        if each.is_required and each.kind in _SPANS:
            values[each.sql_name] = _SPANS[each.kind][each.name == "to"]
        elif each.is_required:
            values[each.sql_name] = "w1"
    return values | first_page(resource) | {"rows": 5}


SAMPLES: Mapping[str, Sample] = {
    resource.query: Sample(_parameters(resource)) for resource in RESOURCES.values()
}
