"""The samples of all query files, and the role that runs each in operation."""

from collections.abc import Mapping

from tests.storage_samples import alerts, analytics, ingest, panels, registry
from tests.storage_samples.sample import Sample

SAMPLES: Mapping[str, Sample] = {
    "answers": Sample(),
    "demo_contents": Sample(),
    "upsert_quantity": Sample({"id": 1, "name": "volume_m3", "unit": "m3", "kind": "cumulative"}),
    **alerts.SAMPLES,
    **analytics.SAMPLES,
    **ingest.SAMPLES,
    **panels.SAMPLES,
    **registry.SAMPLES,
}

ROLES: Mapping[str, str] = {
    "alerts": "guanjia_alerts",
    "analytics": "guanjia_analytics",
    "ingest": "guanjia_ingest",
    "panels": "guanjia_reader",
    "registry": "guanjia_registrar",
}
"""By folder of storage/queries/; what lies in none is run by the owner of the database."""
